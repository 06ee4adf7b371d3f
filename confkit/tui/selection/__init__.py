"""Selection among proposals: a screen of all of them with what reviews say, and one to read and review each."""

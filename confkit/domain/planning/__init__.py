"""What planning works out from a programme: moves, rankings, waiting lists, what happens now. Pure computations."""

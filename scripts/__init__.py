"""Programs for those who work on confkit; none of them is in the wheel."""

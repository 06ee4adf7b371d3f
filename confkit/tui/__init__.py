"""The terminal UI: screens and widgets on Textual, which lives here and nowhere else."""

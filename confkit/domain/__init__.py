"""What things are and which rules hold. Pure: standard library only, no files, no clock, no database."""

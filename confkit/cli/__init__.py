"""The command line: one file per noun; data goes to stdout, talk to stderr."""

"""The static output: pages, the manifest of what was written, and what may be deleted."""

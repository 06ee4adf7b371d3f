"""Bytes ↔ domain, one file per format; nothing here knows the database, the disk or the screen."""

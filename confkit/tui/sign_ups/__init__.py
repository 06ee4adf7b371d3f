"""Who signed up for a session: the screen, its rows, its slots, its tables."""

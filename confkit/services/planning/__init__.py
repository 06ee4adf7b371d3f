"""Planning: moving, choosing, signing up, and the day of the event; each use that changes something is one edit."""

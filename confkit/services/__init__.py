"""The use cases: the only door for both front ends."""

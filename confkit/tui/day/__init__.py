"""The day of the event on screen: what runs in each room, the sign beside a door, and paper."""

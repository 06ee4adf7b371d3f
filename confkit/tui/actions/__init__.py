"""What a user can do, and with which key: the actions of each part of the interface, and the registry of all."""

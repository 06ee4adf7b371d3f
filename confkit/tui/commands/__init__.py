"""What the actions of the registry do; each function takes the workspace screen."""

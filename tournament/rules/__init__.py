"""What holds for an event, checked once: the boundary between users and everything below."""

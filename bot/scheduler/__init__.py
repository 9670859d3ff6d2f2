"""When it wakes."""

"""How machines and browsers talk to it."""

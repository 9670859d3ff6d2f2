"""What a post-mortem says, and what it does not: pure rules."""

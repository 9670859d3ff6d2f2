"""Speed and memory, measured; nothing here is a test."""

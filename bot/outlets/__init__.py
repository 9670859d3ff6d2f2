"""Where else it speaks, and the templates it speaks by."""

"""Keys for other systems, and what they are told."""

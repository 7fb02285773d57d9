"""Files kept by content, and what they are evidence of."""

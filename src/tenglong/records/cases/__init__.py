"""Cases and their steps."""

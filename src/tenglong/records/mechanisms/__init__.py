"""Installed mechanisms, every version for good."""

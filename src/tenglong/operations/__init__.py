"""Keeping a county running without an IT department: backup, restore, move, health."""

"""Rows of the kinds that mechanisms declare."""

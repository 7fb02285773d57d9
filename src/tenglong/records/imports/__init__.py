"""Workbooks in: staged, applied, handed back, undone."""

"""Measures: numbers that open down to rows."""

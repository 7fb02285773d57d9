"""Regions by GB/T 2260 and statistical codes."""

"""Pairs of two ledgers' rows, as one reader may see both."""

"""Scorecards run for a period: previewed live, published for good, opened down to the rows they were made of."""

"""The screens of linking: rolls of bureaus, the review desk (核对台), what was merged."""

"""Who did what, when: one change-set for every action."""

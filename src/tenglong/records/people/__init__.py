"""People, their units and roles; the one row filter."""

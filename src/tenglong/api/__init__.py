"""The API: the same actions and queries as the screens, for other systems."""

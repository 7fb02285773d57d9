"""Settings, root urls and the server entry: no logic."""

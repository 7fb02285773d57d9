"""Settings, root urls, wsgi. Holds no logic."""

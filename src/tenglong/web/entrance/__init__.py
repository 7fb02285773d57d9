"""Coming in and going out: passwords, codes, the county's own sign-in, the end of a session."""

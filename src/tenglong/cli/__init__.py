"""The command line: one module per command; it reads the clock and the user, and decides nothing."""

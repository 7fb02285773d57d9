"""The browser door: reads the clock and the session, decides nothing."""

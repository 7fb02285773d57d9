"""Work that takes longer than a request: queued by the doors, done by threads of the serving process."""

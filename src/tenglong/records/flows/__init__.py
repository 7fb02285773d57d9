"""What crosses apps: a case opens another, a story is played."""

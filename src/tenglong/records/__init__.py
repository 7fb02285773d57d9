"""Django apps: tables, actions (writes), queries (reads through the row filter), audit. Rules: ARCHITECTURE.md."""

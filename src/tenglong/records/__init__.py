"""Django apps: tables, actions (writes), queries (reads through the row filter), audit. Order and rules: ARCHITECTURE.md."""

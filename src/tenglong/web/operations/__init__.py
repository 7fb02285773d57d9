"""The administrator's page: how the program is, backups, what takes how much room."""

"""History of changes: of a row, of a day, of a person; and who read what is confidential."""

"""One generic view per kind of screen: list, board, case, new, number."""

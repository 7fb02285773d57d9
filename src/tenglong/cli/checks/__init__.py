"""What `tenglong dev check` holds the tree to. Each check is given a checkout and names every breach as file:line."""

"""Numbers of the county over registered ledgers."""

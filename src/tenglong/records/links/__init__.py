"""Which enterprise a bureau's record speaks of: decisions with evidence, that can be undone."""

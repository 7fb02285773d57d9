"""Tenglong 腾笼: the loop by which a county renews its industry. See ARCHITECTURE.md."""

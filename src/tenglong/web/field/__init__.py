"""现场: entries made on site with a phone, with or without a network."""

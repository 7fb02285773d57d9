"""Other systems that come in by a key: keys, what they subscribe to, what was delivered."""

"""Reports and documents (月报、简报、督办单、协议): blocks in which every figure leads back to its rows."""

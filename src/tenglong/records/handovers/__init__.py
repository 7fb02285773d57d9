"""移交: who leaves hands over a packet of cases, promises and contacts; the successor takes it, or parts of it."""

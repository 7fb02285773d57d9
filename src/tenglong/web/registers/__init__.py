"""Lists, cards and forms of every register: written once, over the fields of its ledger."""

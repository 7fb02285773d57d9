"""Each module measures one promise: ratios against a peer and against the limit, in one run (`./tenglong dev bench`)."""

"""Each module measures one promise: ratios against a peer and the limit, in one run (`./tenglong dev bench`)."""

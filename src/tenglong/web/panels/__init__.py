"""Drawings and panels that several pages share: data in, positions out; the templates do the drawing."""

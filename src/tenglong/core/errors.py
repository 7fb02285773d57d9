"""The root of every error that a person is meant to read."""


class Refused(Exception):
    """Something could not be done. `str()` is a Chinese sentence: what, why, what to do.

    Doors show the sentence as it is; a traceback is never shown for it.
    """

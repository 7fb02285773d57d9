"""Collection rounds (分发—催报—汇总): one opens a case for each addressee, gathers what was signed, freezes it."""

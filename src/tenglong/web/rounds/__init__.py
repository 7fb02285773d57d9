"""Rounds (分发—催报—汇总) on the screen."""

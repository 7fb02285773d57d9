"""Evaluation: what was published and would be, one run, one subject's reasons, a list turned into cases."""

"""Procedures (办理): how a case moves."""

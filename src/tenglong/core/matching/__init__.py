"""Matches (匹配): two ledgers, hard conditions with reasons, soft preferences, an allocation."""

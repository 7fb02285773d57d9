"""Ledgers (台账): typed fields, validation, differences."""

from .spec import Field, Kind, Ledger

__all__ = ["Field", "Kind", "Ledger"]

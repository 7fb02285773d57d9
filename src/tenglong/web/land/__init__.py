"""Parcels as they lie: drawn, parted, made one."""

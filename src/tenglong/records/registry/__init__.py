"""Enterprises, parcels, plants, who uses what, yearly facts."""

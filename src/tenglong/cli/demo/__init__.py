"""The demo county."""

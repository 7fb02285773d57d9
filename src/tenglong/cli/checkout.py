"""Where the checkout is: the commands of development work on its files."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]

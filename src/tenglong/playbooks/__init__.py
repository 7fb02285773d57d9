"""YAML → a frozen `Mechanism`, or every problem at once with its place and a suggestion; and its list of screens."""

"""Measurements anyone can repeat; each prints a ratio to its floor, measured in the same run."""

"""Data sets that the operator registered."""

"""Backups of a data root: taken while a server runs, added to, checked, and restored."""

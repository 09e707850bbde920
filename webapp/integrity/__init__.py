"""Integrity of a data root: every photo, every row of the database, every file, and the journal behind them."""

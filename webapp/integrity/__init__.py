"""Whether a data root is whole: every photo, every row of the database, every file, and the journal behind them."""

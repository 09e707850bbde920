"""Jobs: synthetic data sets, made while the server runs, at the lowest priority."""

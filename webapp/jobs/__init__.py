"""Jobs: whole data sets of synthetic photos, made while the server runs and behind everything else it does."""

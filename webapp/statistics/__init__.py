"""Statistics of data sets and studies."""

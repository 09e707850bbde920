"""One module per revision, in the order of their numbers. A revision that people have run is never changed."""

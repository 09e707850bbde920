"""Synthesise whole data sets: many processes, the same bytes for any number of them, and no work done twice."""

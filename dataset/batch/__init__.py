"""Synthesis of whole data sets: in many processes, reproducible for any number of them, and resumable."""

"""Verification of photos: verdicts, references, near-duplicates, and the check of a subset before its session."""

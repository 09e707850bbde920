"""One module per revision, in order of number. A released revision is never changed."""

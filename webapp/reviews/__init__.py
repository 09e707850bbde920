"""Reviews: readers' verdicts on photos, and their agreement."""

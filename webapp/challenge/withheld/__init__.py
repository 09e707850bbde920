"""The withheld set itself: its pictures and labels on disk, and the scores of predictions for it."""

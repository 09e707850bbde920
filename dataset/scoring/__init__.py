"""Scores of a model's predictions on a data set, with intervals."""

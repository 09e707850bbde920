"""Withheld sets: predictions and programs are scored here, labels and pictures stay here."""

"""Evaluations of models: the report, and evaluations that the server makes."""

"""Phones and displays: credentials, enrolment, aiming."""

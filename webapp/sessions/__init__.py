"""Capture sessions at work: the state machine behind a lock, its journal, its commands, its notifications."""

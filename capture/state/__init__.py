"""The state of a session, and how facts change it."""

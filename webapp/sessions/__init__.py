"""Running capture sessions: the state machine behind a lock, its journal, its commands, its notifications."""

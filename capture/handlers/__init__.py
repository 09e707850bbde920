"""Handlers of inputs: what each event, and each tick of the clock, makes of a session."""

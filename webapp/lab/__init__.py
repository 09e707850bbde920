"""The shell around the sessions: locks, journal, commands, background work.

Everything that is neither HTTP nor socket and not the domain itself; `webapp.lab.lab` puts it together.
"""

"""Releases: data set roots put together from sessions, exports and synthetic sets."""

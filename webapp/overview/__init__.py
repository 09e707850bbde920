"""The overview: all stations at a glance."""

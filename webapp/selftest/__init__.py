"""Self-tests: what the browser of a device offers, reported by the device itself."""

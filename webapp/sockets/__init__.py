"""Socket.IO: one thin namespace for each role, which authenticates, parses and forwards."""

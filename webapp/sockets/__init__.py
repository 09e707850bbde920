"""Socket.IO: one namespace for each role, thin: who is it, what does it say, which event is that."""

"""Serving of connections: the port, TLS, the two kinds of server, and the data root's lock."""

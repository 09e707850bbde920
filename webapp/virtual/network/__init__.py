"""A virtual device's conversation with the server: addresses, requests, sockets, faults on the way."""

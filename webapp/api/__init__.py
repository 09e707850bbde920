"""Shared parts of the routes. Routes are thin: parse the request, call a service, answer in JSON."""

"""The web service: pages, REST API, sockets, workers, command line."""

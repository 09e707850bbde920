"""The REST API, one resource per file. Routes are thin: parse the request, call the lab, answer in JSON."""

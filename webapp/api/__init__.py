"""What the routes of all features share. Routes are thin: parse the request, call a service, answer in JSON."""

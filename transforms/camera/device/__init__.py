"""The camera's electronics: sensor, noise, processing, delivery of the file."""

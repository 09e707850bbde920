"""The server's interface to its pixel workers, which decode all images."""

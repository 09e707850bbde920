"""HTTPS from the first start: this server's own certificate authority and certificate."""

"""A name for this server on its own network, ``chexphoto.local``, by multicast DNS (RFC 6762)."""

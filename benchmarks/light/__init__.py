"""Devices that cost next to nothing: the whole protocol over real TLS sockets, without a library for each layer.

Fifty of `webapp.virtual`'s phones cost as much processor time as the server that they are to measure. These have no
thread for each of their parts, no store, and no copy of a photo: what is left is nearly all TLS and the kernel.
"""

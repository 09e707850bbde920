"""Messages to connected devices and consoles, independent of the sockets that carry them."""

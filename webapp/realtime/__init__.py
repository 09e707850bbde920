"""Messages to connected devices and consoles, apart from the sockets that carry them."""

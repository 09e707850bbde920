"""The server itself: its addresses and certificates."""

"""The capture domain: sessions, the capture protocol, the journal, the photo archive."""

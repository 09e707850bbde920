"""Photos on their way in, from a phone's request to the archive and the journal."""

"""The server's access to the journal: off the loop, commits shared between sessions."""

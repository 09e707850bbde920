"""The journal as the server uses it: off the loop, commits shared between sessions."""

"""Uploads of photos, from a phone's request to the archive and the journal."""

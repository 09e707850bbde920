"""What the server asks of its pixel workers, in its own words: everything that decodes an image goes through here."""

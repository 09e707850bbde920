"""From the journal's accepted photos to an export's: shared by the server's zip and by ``chexphoto export``."""

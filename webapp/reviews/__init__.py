"""Reviews: what readers say of photos, and how far they agree."""

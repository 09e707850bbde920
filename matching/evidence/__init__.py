"""Evidence that a registered photo shows its x-ray and no other."""

"""Programs that are submitted to be run on a withheld set: their command and their archive."""

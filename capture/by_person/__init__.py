"""Photos that a person takes: what is asked for, where to stand, under which conditions."""

"""Studies: their plans, their coverage, and the sessions that are made from them."""

"""Synthetic photos on demand: images that are sent in, what is to be made of them, and what was made before."""

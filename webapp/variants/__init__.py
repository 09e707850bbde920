"""Synthetic photos on demand: uploaded images, orders, and cached variants."""

"""Features of x-rays and photos, and what x-rays are kept as for comparison."""

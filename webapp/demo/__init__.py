"""The demo: one whole session on drawn x-rays, which shows a newcomer what the project does."""

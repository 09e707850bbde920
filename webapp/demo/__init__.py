"""The demo: one whole session on drawn x-rays, so that a newcomer sees what the project does before reading on."""

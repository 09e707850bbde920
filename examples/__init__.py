"""Examples of whole studies: train, score and plot with the project's own tools."""

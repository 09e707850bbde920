"""Does this photo show that x-ray: features, homography, correlation, quality. Knows neither files nor tables."""

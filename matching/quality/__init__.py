"""Quality of a photo: framing, sharpness, light, moiré, tilt."""

"""Scenes before the camera: films and screens, their light and their surroundings."""

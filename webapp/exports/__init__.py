"""Exports of accepted photos with their labels: the server's, and those of ``chexphoto export``."""

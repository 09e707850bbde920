"""Transforms inside a training loop: any kind of picture, what lies on it, and draws that can be repeated."""

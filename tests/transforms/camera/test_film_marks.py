"""Marks of films: wherever chance puts them, a film can be drawn."""

from __future__ import annotations

import numpy as np

from transforms.camera.scene.film_marks import FilmMarks, marked


def test_lines_that_end_beyond_any_edge_of_the_film_are_left_out() -> None:
    # A line begins on the film, so that few of many lie beyond its edge.
    for seed in range(4):
        film = np.ones((800, 60), np.float32)
        marked(film, FilmMarks(seed=seed, scratches=500, creases=500), 0.2)
        assert np.isfinite(film).all()
        assert (film != 1).any()

"""Placing an x-ray in a photo whose tones differ from the x-ray's."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

import matching
from matching.features.homographies import Floats, Grey, frame, moved
from matching.registration.search import search
from matching.registration.tone import toned


def soft_disc() -> Grey:
    """A bright body with soft edges and texture on black, as a collimated chest is."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:640, 0:600]
    distance = np.hypot((x - 300) / 270, (y - 320) / 290)
    body = 230 * np.clip((1.02 - distance) / 0.12, 0, 1)
    texture = cv2.GaussianBlur(rng.normal(0, 1, body.shape).astype(np.float32), (0, 0), 4)
    return np.clip(body * (0.7 + 1.6 * texture), 0, 255).astype(np.uint8)


def placed(photo: Grey, xray: Grey) -> Floats:
    match = matching.verify(photo, matching.make_reference(xray))
    assert match.verdict == "verified"
    assert match.corners is not None
    return match.corners


@pytest.mark.parametrize("gamma", [0.7, 1.0, 1.5, 2.2])
def test_tones_hardly_move_an_xray(gamma: float) -> None:
    """Placed without regard to tones, its corners are off by 12 to 25 pixels at all of these but 1."""
    xray = soft_disc()
    place = np.array([[1.2, 0.05, 250], [-0.04, 1.22, 60], [2e-5, 1e-5, 1]])
    straight = cv2.warpPerspective(xray, place, (1280, 960), flags=cv2.INTER_LINEAR)
    photo = (255 * (straight / 255) ** gamma).astype(np.uint8)
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    truth = moved(half @ place @ np.linalg.inv(half), frame((600, 640)))
    assert np.hypot(*(placed(photo, xray) - truth).T).max() < 8


def test_an_xray_is_shown_in_the_tones_of_its_photo() -> None:
    xray = soft_disc()
    photo = np.pad((40 + 0.5 * xray).astype(np.uint8), 80, constant_values=40)
    found = search(matching.prepare_photo(photo), matching.make_reference(xray))
    assert found is not None
    alike = toned(found.flat)
    off = np.abs(alike.shown.astype(int) - alike.taken)[12:-12, 12:-12]
    assert np.percentile(off, 90) < 6
    assert np.percentile(np.abs(found.flat.shown.astype(int) - alike.taken), 90) > 20


def test_tones_are_never_turned_round() -> None:
    """A negative is no photo of the x-ray, whatever a curve could make of it."""
    xray = soft_disc()
    found = search(matching.prepare_photo(np.pad(xray, 80)), matching.make_reference(xray))
    assert found is not None
    negative = toned(replace(found.flat, taken=255 - found.flat.taken))
    assert np.ptp(negative.shown) < 40

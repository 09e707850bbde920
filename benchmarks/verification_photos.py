"""The photos that `benchmarks.verification` judges, made once and kept: x-rays, photos of them, and spoilt ones.

None of the x-rays may be one that thresholds were fitted on: `fitted_xrays.txt`, and drawn patients up to `FITTED`.

X-rays are drawn ones, each patient also with a second exposure (breathing otherwise, elsewhere on the detector), and
those of any folder in CheXpert's layout. Photos are the software camera's, at all four levels, half of them upright,
a quarter turned to up to 25 degrees either way. Photo n is the same whatever else is asked for.
"""

import dataclasses
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

import transforms
from benchmarks.verification_faults import STRENGTHS, spoil
from dataset.images import read_image, window_to_8bit
from dataset.phantoms import draw_patient, draw_xray
from dataset.phantoms.xray import Patient
from transforms import geometry
from transforms.effects.screen_photo import ScreenPhotoParams, geometry_of

Grey = NDArray[np.uint8]
SEED = 20201113
STEEP_DEG = 25.0
SECOND_EXPOSURE = 100_000
"""Added to a drawn patient's number, which decides place and exposure."""
QUALITY = 95
FITTED = 8
"""Thresholds were fitted on photos of the drawn patients up to this number, and of the files in `fitted_xrays.txt`.

Also on drawn patients 5001 to 5012, which are beyond those that are drawn here.
"""
KINDS = ("true", "torn", "black", *STRENGTHS)
LONGEST_PX = 1200


@dataclass(frozen=True)
class Subject:
    """An x-ray: its number, the file it is kept in, and the patient (x-rays with the same one are easily confused)."""

    number: int
    file: Path
    patient: str
    real: bool

    def pixels(self) -> Grey:
        return np.asarray(cv2.imread(str(self.file), cv2.IMREAD_GRAYSCALE), np.uint8)


@dataclass(frozen=True)
class Shot:
    """A photo as kept: its picture, what it shows, and where."""

    kind: str
    number: int
    file: Path
    subject: int
    level: int
    before: int
    strength: float
    corners: list[list[float]]
    homography: NDArray[np.float64]
    yaw_deg: float
    pitch_deg: float
    focal_px: float

    def grey(self) -> Grey:
        return np.asarray(cv2.imread(str(self.file), cv2.IMREAD_GRAYSCALE), np.uint8)


def make_subjects(work: Path, drawn: int, folders: list[Path]) -> list[Subject]:
    """Return all x-rays, kept as PNG under ``work/xrays``; the drawn ones first, two a patient."""
    home = work / "xrays"
    home.mkdir(parents=True, exist_ok=True)
    subjects = [_drawn(home, number) for number in range(drawn)]
    for folder in folders:
        for file in sorted(folder.rglob("*view*.*")):
            if file.suffix.lower() in {".jpg", ".jpeg", ".png", ".dcm"}:
                _refuse_fitted(file)
                subjects.append(_given(home, len(subjects), folder, file))
    return subjects


def _refuse_fitted(file: Path) -> None:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if digest in Path(__file__).with_name("fitted_xrays.txt").read_text(encoding="utf-8").split():
        raise SystemExit(
            f"{file} is one of the x-rays that the thresholds were fitted on. Figures on it prove nothing."
        )


def _drawn(home: Path, number: int) -> Subject:
    patient = draw_patient(FITTED + number // 2 + 1)
    file = home / f"drawn-{patient.number:05d}-{number % 2}.png"
    if not file.exists():
        _keep(file, draw_xray(second_exposure(patient) if number % 2 else patient, "frontal"))
    return Subject(number, file, f"drawn-{patient.number}", real=False)


def second_exposure(patient: Patient) -> Patient:
    """Return the same patient on another day: breathing less deeply, standing otherwise, placed and exposed anew.

    A second exposure of exactly the same anatomy would be the same picture moved about, which is nobody's other x-ray.
    """
    body = dataclasses.replace(
        patient.body,
        lung_height=patient.body.lung_height * 0.94,
        dome_right=patient.body.dome_right * 1.15,
        shoulder=patient.body.shoulder + 0.5,
        rib_slope=patient.body.rib_slope * 1.06,
        heart_width=patient.body.heart_width * 1.04,
    )
    return dataclasses.replace(patient, number=patient.number + SECOND_EXPOSURE, body=body)


def _given(home: Path, number: int, folder: Path, file: Path) -> Subject:
    name = "-".join(file.relative_to(folder).with_suffix("").parts)
    kept = home / f"given-{name}.png"
    if not kept.exists():
        pixels = read_image(file)
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
        _keep(kept, _smaller(grey if grey.dtype == np.uint8 else window_to_8bit(grey)))
    return Subject(number, kept, f"{folder.name}-{file.parent.parent.name}", real=True)


def _smaller(grey: Grey) -> Grey:
    """Return the x-ray at the size at which screens show it."""
    factor = LONGEST_PX / max(grey.shape)
    if factor >= 1:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


def _keep(file: Path, picture: NDArray[Any]) -> None:
    """Write it whole or not at all, so that an interrupted run can go on."""
    part = file.with_name(f"part-{os.getpid()}-{file.name}")
    settings = [cv2.IMWRITE_JPEG_QUALITY, QUALITY] if file.suffix == ".jpg" else []
    if not cv2.imwrite(str(part), picture, settings):
        raise OSError(f"{part} cannot be written")
    part.rename(file)


def make_shot(work: Path, kind: str, number: int, subjects: list[Subject]) -> Shot:
    """Return the photo ``number`` of one of `KINDS`, from the folder or taken now."""
    home = work / "photos"
    home.mkdir(parents=True, exist_ok=True)
    file, facts = home / f"{kind}-{number:05d}.jpg", home / f"{kind}-{number:05d}.json"
    # Real and drawn x-rays by turns, where there are both.
    real, drawn = [s for s in subjects if s.real], [s for s in subjects if not s.real]
    among = (real if number % 2 else drawn) or subjects
    turn, place = divmod(number // 2, len(among))
    subject, level = among[place], (turn + place) % (3 if kind in STRENGTHS else 4) + 1
    if not facts.exists():
        rng = np.random.default_rng([SEED, KINDS.index(kind), number])
        siblings = [s for s in subjects if s.patient == subject.patient and s is not subject]
        use_sibling = bool(siblings) and rng.random() < 0.4
        before = siblings[int(rng.integers(len(siblings)))] if use_sibling else subjects[subject.number - 1]
        _take(file, facts, kind, subject, before, rng, level)
    known = json.loads(facts.read_text())
    homography = np.array(known.pop("homography"))
    return Shot(kind, number, file, homography=homography, **known)


def _take(
    file: Path,
    facts: Path,
    kind: str,
    subject: Subject,
    before: Subject,
    rng: np.random.Generator,
    level: int,
) -> None:
    xray = subject.pixels()
    strength = float(rng.choice(STRENGTHS[kind])) if kind in STRENGTHS else 0.0
    if kind in STRENGTHS:
        xray = spoil(kind, strength, xray, before.pixels(), rng)
    camera = transforms.get("screen_photo", upright=bool(rng.random() < 0.5))
    params = camera.sample(level, (xray.shape[1], xray.shape[0]), rng)
    assert isinstance(params, ScreenPhotoParams)
    if rng.random() < 0.25:
        params = steeper(params, (xray.shape[1], xray.shape[0]), rng)
    photo = _as_shown(kind, xray, before, camera, params, rng)
    truth = geometry_of(params, (xray.shape[1], xray.shape[0]))
    _keep(file, photo)
    known = {
        "subject": subject.number,
        "level": level,
        "before": before.number,
        "strength": strength,
        "corners": truth.corners().tolist(),
        "homography": truth.homography().tolist(),
        "yaw_deg": params.pose.yaw_deg,
        "pitch_deg": params.pose.pitch_deg,
        "focal_px": truth.optics.view.focal_px * photo.shape[1] / params.sensor.width_px,
    }
    part = facts.with_name(f"part-{facts.name}")
    part.write_text(json.dumps(known))
    part.rename(facts)


def _as_shown(
    kind: str, xray: Grey, before: Subject, camera: Any, params: ScreenPhotoParams, rng: np.random.Generator
) -> Grey:
    """Return the grey photo: of the x-ray, of it and the one before, or of a black screen."""
    if kind == "black":
        return _grey(camera.apply(np.zeros_like(xray), params))
    if kind == "true" or kind in STRENGTHS:
        return _grey(camera.apply(xray, params))
    other = cv2.resize(before.pixels(), (xray.shape[1], xray.shape[0]), interpolation=cv2.INTER_AREA)
    share = rng.uniform(0.15, 0.85)
    if rng.random() < 0.5:  # the screen was half painted
        row = round(share * xray.shape[0])
        torn = np.vstack([xray[:row], other[row:]] if rng.random() < 0.5 else [other[:row], xray[row:]])
        return _grey(camera.apply(torn, params))
    # The shutter had come half way when the screen changed: rows, or columns of a phone held upright.
    first, second = _grey(camera.apply(xray, params)), _grey(camera.apply(other, params))
    length = first.shape[1] if params.sensor.readout == "columns" else first.shape[0]
    late = np.arange(length) > share * length
    return np.where(late[None, :] if params.sensor.readout == "columns" else late[:, None], second, first)


def _grey(photo: NDArray[np.uint8]) -> Grey:
    return np.asarray(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), np.uint8)


def steeper(params: ScreenPhotoParams, size: tuple[int, int], rng: np.random.Generator) -> ScreenPhotoParams:
    """Return the camera turned to up to 25 degrees, and drawn back until the whole x-ray is in the photo again."""
    yaw, pitch = rng.uniform(-STEEP_DEG, STEEP_DEG, 2)
    pose = dataclasses.replace(params.pose, yaw_deg=float(yaw), pitch_deg=float(pitch))
    for _ in range(40):
        params = dataclasses.replace(params, pose=pose)
        truth = geometry_of(params, size)
        corners = truth.corners()
        if (corners > 4).all() and (corners < np.array(truth.size) - 4).all():
            break
        pose = dataclasses.replace(pose, distance_mm=pose.distance_mm * 1.04)
    return params


def cropped(shot: Shot, xray_size: tuple[int, int], rng: np.random.Generator) -> Grey | None:
    """Return a true photo with one side of it cut off through the x-ray, so that 60 to 97 % of it are left."""
    grey = shot.grey()
    corners = geometry.move_points(shot.homography, geometry.frame(xray_size)).astype(np.float32)
    low, high = corners.min(axis=0), corners.max(axis=0)
    for _ in range(50):
        side, depth = int(rng.integers(4)), rng.uniform(0.02, 0.35)
        edges = [0, 0, grey.shape[1], grey.shape[0]]  # left, top, right, bottom
        across = side % 2
        at = (
            low[across] + depth * (high - low)[across]
            if side < 2
            else high[across] - depth * (high - low)[across]
        )
        edges[side] = round(float(at))
        left, top, right, bottom = edges
        kept = geometry.frame((right - left, bottom - top)) + np.array([left, top])
        common, _ = cv2.intersectConvexConvex(corners, kept.astype(np.float32))
        if 0.6 < float(common) / abs(float(cv2.contourArea(corners))) < 0.97:
            return np.ascontiguousarray(grey[top:bottom, left:right])
    return None


def warped(xray: Grey, rng: np.random.Generator) -> Grey:
    """Return the x-ray bent smoothly by some 1.5 % of its width, as breathing and standing otherwise would."""
    height, width = xray.shape
    coarse = rng.normal(0, 1, (2, 5, 5)).astype(np.float32)
    field = [cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC) for part in coarse]
    shift = [part / part.std() * 0.015 * width for part in field]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bent = cv2.remap(xray, x + shift[0], y + shift[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, np.uint8)

"""Sampling of a camera, its handling and a room from profiles and a level.

A profile says what the things are; a level says how carefully they are used. What follows from other numbers
is computed and not drawn: the distance from how much of the photo the picture shall fill, the ISO from light,
aperture and exposure time.
"""

import dataclasses

import numpy as np

from .. import geometry
from ..profiles import Drawn, Profile
from ..rendering import Floats
from .device.delivery import Delivery
from .device.processing import Processing
from .device.sensor import Sensor
from .optics.lens import Lens
from .optics.motion import HandMotion
from .optics.optics import Optics
from .optics.pose import Pose
from .scene.reflection import Reflection
from .scene.surroundings import Surroundings

SMALL_PHOTO_PX = 2_000_000
"""Pixels of a photo unless the sensor's own number is asked for."""

MESSENGER_LONG_SIDE = 1600
"""Longer side, px, to which WhatsApp's standard quality reduces photos (an estimate: it is not documented)."""


def draw_sensor(
    phone: Profile,
    level: Profile,
    rng: np.random.Generator,
    native: bool,
    upright: bool,
    highlights: float = 1.1,
) -> Sensor:
    """Draw a sensor, its photosites binned to two megapixels unless native; the caller sets the ISO."""
    values = phone.draw("sensor", rng)
    values.update(level.draw("exposure", rng))
    binned = values.pop("binned_aperture")
    well, _ = values.pop("well_e_um2"), values.pop("max_iso")
    width, height, pitch = values["width_px"], values["height_px"], values["pitch_um"]
    factor = 1.0 if native else max(1.0, (width * height / SMALL_PHOTO_PX) ** 0.5)
    if factor > 1.01:
        values["aperture"] = binned
    width, height = round(width / factor / 4) * 4, round(height / factor / 4) * 4
    values["pitch_um"] = pitch * factor
    values["full_well_e"] = well * values["pitch_um"] ** 2
    values["read_noise_e"] *= factor
    values["readout"] = "columns" if upright else "rows"
    values["width_px"], values["height_px"] = (height, width) if upright else (width, height)
    return Sensor(**values, highlights=highlights)


def with_iso(sensor: Sensor, f_number: float, brightest_cd_m2: float, phone: Profile) -> Sensor:
    """Set the ISO at which that luminance saturates; shorten the exposure where base ISO is too sensitive.

    ISO 12232: saturation at H = 78 / S lux s on the sensor, and H = 0.65 L t / N² for a luminance L.
    """
    max_iso = float(phone.tables["sensor"]["max_iso"].choices[0])
    wanted = 78 / (0.65 * brightest_cd_m2 * sensor.exposure_ms / 1000 / f_number**2)
    shorter = min(1.0, wanted / sensor.base_iso)
    return dataclasses.replace(
        sensor,
        iso=float(np.clip(wanted, sensor.base_iso, max_iso)),
        exposure_ms=max(0.05, sensor.exposure_ms * shorter),
    )


def draw_lens(phone: Profile, level: Profile, rng: np.random.Generator) -> Lens:
    """Draw a lens, its focus error and how clean it is."""
    values = phone.draw("lens", rng)
    dirt, camera = level.draw("lens", rng), phone.draw("camera", rng)
    return Lens(
        **values,
        defocus_um=dirt["defocus_um"] * camera["defocus_factor"],
        glare=dirt["glare"] * camera["glare_factor"],
        bloom=dirt["bloom"],
    )


def draw_motion(level: Profile, rng: np.random.Generator) -> HandMotion:
    """Draw the motion of a hand."""
    return HandMotion(**level.draw("motion", rng))


def draw_processing(phone: Profile, level: Profile, rng: np.random.Generator, white_k: float) -> Processing:
    """Draw processing settings; the white balance is off by the level's error from the actual light."""
    values, error = phone.draw("processing", rng), level.draw("processing", rng)
    # A phone believes in daylight: it goes half of the way from 5500 K to a bluish screen.
    believed = 5500 + 0.5 * (white_k - 5500) + error["white_error_k"]
    return Processing(**values, white_balance_k=float(np.clip(believed, 2500, 12_000)), tint=error["tint"])


def draw_delivery(phone: Profile, level: Profile, rng: np.random.Generator, always: bool) -> Delivery:
    """Draw the phone's JPEG quality, and sometimes (or always) a messenger's recompression."""
    sent = level.draw("delivery", rng)
    by_messenger = bool(rng.random() < sent["messenger"]) or always
    return Delivery(
        **phone.draw("delivery", rng),
        messenger_long_side=MESSENGER_LONG_SIDE if by_messenger else 0,
        messenger_quality=sent["messenger_quality"],
    )


def draw_surroundings(level: Profile, rng: np.random.Generator) -> Surroundings:
    """Draw the room."""
    values = level.draw("room", rng)
    values["paper"] = bool(rng.random() < values["paper"])
    return Surroundings(**values, variation=int(rng.integers(2**31)))


def draw_reflection(surface: Drawn, level: Profile, rng: np.random.Generator) -> Reflection:
    """Draw the reflections in a surface of the given mirrored share, scattered share and roughness."""
    values = level.draw("reflection", rng)
    window, lamp = rng.random() < values.pop("window"), rng.random() < values.pop("lamp")
    values["photographer"] = bool(rng.random() < values["photographer"])
    values["window_cd_m2"] *= float(window)
    values["lamp_cd_m2"] *= float(lamp)
    return Reflection(**surface, **values)


def draw_pose(level: Profile, rng: np.random.Generator, optics: Optics, source_to_plane: Floats) -> Optics:
    """Draw a pose at which the picture's corners fill the drawn share of the photo.

    Args:
        level: How carefully the camera is held.
        rng: Source of randomness.
        optics: Lens, sensor and plane; its pose is replaced.
        source_to_plane: Homography (3, 3) from the unit square, the picture, to plane positions.
    """
    values = level.draw("pose", rng)
    fill, aim = values.pop("fill"), values.pop("aim_error")
    corners = geometry.move_points(source_to_plane, geometry.frame((1, 1)))
    middle, extent = corners.mean(axis=0), np.ptp(corners, axis=0) * optics.pitch_mm
    offset = (middle - np.array(optics.plane_px) / 2) * optics.pitch_mm + aim * extent * [
        1.0,
        rng.uniform(-1, 1),
    ]
    half = np.array(optics.sensor.size_px) / 2
    distance = optics.view.focal_px * float((extent / 2 / half).max()) / fill
    for _ in range(6):
        pose = Pose(
            distance_mm=distance, offset_x_mm=float(offset[0]), offset_y_mm=float(offset[1]), **values
        )
        optics = dataclasses.replace(optics, pose=pose)
        reach = np.abs((optics.to_photo(corners - 0.5) - np.array(optics.view.centre)) / half).max()
        distance *= float(reach) / fill
    return optics

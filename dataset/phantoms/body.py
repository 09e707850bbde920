"""Variation from one drawn patient to the next: build, posture, organs.

All lengths are in centimetres.  Ranges are those of adults on a 35 x 43 cm detector, rounded; they only have
to look right and to make every patient another one.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Body:
    """One patient's anatomy.

    Attributes:
        half_width: Half the inner width of the rib cage at its widest.
        lung_height: From the collar bones' height to the top of the right diaphragm.
        belly: How thick the trunk is, front to back.
        shoulder: How high the shoulders stand (larger is higher).
        cage_taper: Shape of the cage: below 1 a barrel, above 1 a pear.
        heart_width: The heart's widest extent, midline to apex.
        heart_height: The heart's height.
        aorta: How far the aortic knob stands out.
        dome_right: Height of the right diaphragm's dome above its rim.
        dome_left: The same for the left.
        dome_offset: How much lower the left diaphragm stands.
        scoliosis: Sideways bend of the spine.
        rib_pitch: Distance of one rib to the next.
        rib_slope: How steeply ribs run down.
        clavicle_tilt: How much the collar bones rise outwards.
        mediastinum: Half the width of the mediastinum.
        breast: Thickness of breast shadows; 0 for none.
        gas: Size of the gas bubble in the stomach; 0 for none.
        sex: ``Male`` or ``Female``.
        age: Years.
    """

    half_width: float
    lung_height: float
    belly: float
    shoulder: float
    cage_taper: float
    heart_width: float
    heart_height: float
    aorta: float
    dome_right: float
    dome_left: float
    dome_offset: float
    scoliosis: float
    rib_pitch: float
    rib_slope: float
    clavicle_tilt: float
    mediastinum: float
    breast: float
    gas: float
    sex: str
    age: int

    def cage(self, y: float) -> float:
        """Return half the rib cage's inner width at height ``y``."""
        share = np.clip((y + 2.8) / (self.lung_height + 2.5), 0.0, 1.0)
        return float(self.half_width * np.sin(share * np.pi / 2) ** (0.42 * self.cage_taper))

    def spine(self, y: float) -> float:
        """Return the spine's sideways position at height ``y``."""
        return float(self.scoliosis * np.sin((y + 2) / 9.0))


def draw_body(rng: np.random.Generator) -> Body:
    """Draw a patient at random."""
    female = bool(rng.random() < 0.5)
    lung_height = rng.uniform(15.5, 20.5)
    return Body(
        half_width=rng.uniform(12.0, 14.8) - 0.8 * female,
        lung_height=lung_height,
        belly=rng.uniform(18.0, 25.0),
        shoulder=rng.uniform(-0.5, 2.6),
        cage_taper=rng.uniform(0.72, 1.25),
        heart_width=rng.uniform(6.6, 8.4),
        heart_height=rng.uniform(9.0, 11.5),
        aorta=rng.uniform(0.4, 1.6),
        dome_right=rng.uniform(2.4, 4.6),
        dome_left=rng.uniform(2.0, 4.4),
        dome_offset=rng.uniform(-0.3, 1.8),
        scoliosis=rng.uniform(-0.9, 0.9),
        rib_pitch=lung_height / rng.uniform(8.2, 9.6),
        rib_slope=rng.uniform(0.75, 1.35),
        clavicle_tilt=rng.uniform(0.3, 3.2),
        mediastinum=rng.uniform(2.3, 3.1),
        breast=rng.uniform(1.2, 3.0) if female else 0.0,
        gas=rng.uniform(1.2, 2.6) if rng.random() < 0.7 else 0.0,
        sex="Female" if female else "Male",
        age=int(rng.integers(19, 91)),
    )

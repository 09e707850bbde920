"""The findings of a drawn patient, and the labels that follow from them.

The labels are never drawn apart from the picture: a finding is first given a place and a size here, the drawing takes
them, and so does the CSV.  As in CheXpert, an empty cell means "not mentioned", ``0.0`` "said to be absent",
``-1.0`` "may be".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

LEFT, RIGHT, NONE = 1, -1, 0


@dataclass(frozen=True, slots=True)
class Findings:
    """Sides are 1 (patient's left), -1 (right), 0 (absent); other numbers are strengths, 0 for absent.

    Attributes:
        heart: How much too large the heart is.
        mediastinum: How much too wide the mediastinum is.
        edema: Strength of fluid in the lungs.
        effusion: Side of fluid in the pleural space.
        effusion_height: How high it stands, centimetres.
        pneumothorax: Side of a collapsed lung.
        consolidation: Side of a filled part of a lung.
        consolidation_high: It is in the upper half.
        pneumonia: The filled part is called pneumonia.
        nodule: Side of a round lesion.
        atelectasis: Side of collapsed bands.
        pleural_plaque: Side of a thickened pleura.
        fracture: Side of a broken rib.
        pacemaker: A pacemaker with its leads.
        tube: A tube in the windpipe, and one into the stomach.
        central_line: A catheter in the great vein.
        wires: Wires in the breastbone.
        electrodes: Electrodes with cables on the skin.
    """

    heart: float = 0.0
    mediastinum: float = 0.0
    edema: float = 0.0
    effusion: int = NONE
    effusion_height: float = 0.0
    pneumothorax: int = NONE
    consolidation: int = NONE
    consolidation_high: bool = False
    pneumonia: bool = False
    nodule: int = NONE
    atelectasis: int = NONE
    pleural_plaque: int = NONE
    fracture: int = NONE
    pacemaker: bool = False
    tube: bool = False
    central_line: bool = False
    wires: bool = False
    electrodes: bool = False

    @property
    def devices(self) -> bool:
        """Whether the patient has any medical device."""
        return self.pacemaker or self.tube or self.central_line or self.wires or self.electrodes

    @property
    def opaque(self) -> bool:
        """Whether anything whitens a lung."""
        return bool(self.edema or self.consolidation or self.nodule or self.atelectasis)


NORMAL = Findings()

# One line a case; patients walk through them in order, so that 24 phantoms show all fourteen observations.
_CASES: tuple[Callable[[int, float], Findings], ...] = (
    lambda _side, _size: NORMAL,
    lambda side, size: Findings(heart=0.55 + 0.4 * size, effusion=side, effusion_height=3.0 + 2 * size),
    lambda _side, _size: Findings(pacemaker=True, heart=0.25),
    lambda side, size: Findings(consolidation=side, pneumonia=True, consolidation_high=size > 0.5),
    lambda side, size: Findings(effusion=side, effusion_height=6.0 + 4 * size),
    lambda side, _size: Findings(pneumothorax=side, electrodes=True),
    lambda _side, size: Findings(edema=0.6 + 0.4 * size, heart=0.45, tube=True, central_line=True),
    lambda side, _size: Findings(nodule=side),
    lambda _side, _size: NORMAL,
    lambda side, _size: Findings(atelectasis=side, wires=True),
    lambda side, _size: Findings(fracture=side),
    lambda side, size: Findings(mediastinum=0.6 + 0.4 * size, pleural_plaque=side),
    lambda side, size: Findings(consolidation=side, consolidation_high=size < 0.5, central_line=True),
    lambda _side, size: Findings(heart=0.7 + 0.3 * size, pacemaker=True, wires=True),
)


def draw_findings(number: int, rng: np.random.Generator) -> Findings:
    """Draw the findings of the ``number``-th patient (from 1)."""
    side = LEFT if rng.random() < 0.5 else RIGHT
    case = _CASES[(number - 1) % len(_CASES)](side, float(rng.random()))
    if number > len(_CASES) and rng.random() < 0.5:
        case = replace(case, electrodes=True)
    return case


def labels(findings: Findings) -> dict[str, str]:
    """Return the CheXpert observations of a patient, as text; absent keys are not mentioned."""
    present = {
        "Enlarged Cardiomediastinum": findings.mediastinum > 0,
        "Cardiomegaly": findings.heart >= 0.4,
        "Lung Opacity": findings.opaque,
        "Lung Lesion": findings.nodule,
        "Edema": findings.edema,
        "Consolidation": findings.consolidation,
        "Pneumonia": findings.pneumonia,
        "Atelectasis": findings.atelectasis,
        "Pneumothorax": findings.pneumothorax,
        "Pleural Effusion": findings.effusion,
        "Pleural Other": findings.pleural_plaque,
        "Fracture": findings.fracture,
    }
    said = {name: "1.0" for name, there in present.items() if there}
    if not said and findings.heart == 0:
        said |= {"No Finding": "1.0", "Cardiomegaly": "0.0", "Pneumothorax": "0.0", "Pleural Effusion": "0.0"}
    elif not (findings.effusion or findings.pneumothorax):
        said |= {"Pneumothorax": "0.0", "Pleural Effusion": "0.0"}
    if 0 < findings.heart < 0.4:
        said |= {"Cardiomegaly": "-1.0"}
    if findings.consolidation and not findings.pneumonia:
        said |= {"Pneumonia": "-1.0"}
    if findings.devices:
        said |= {"Support Devices": "1.0"}
    return said

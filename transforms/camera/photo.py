"""Photos with a modelled phone: the parameters and steps that are the same whatever it photographs."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..base import OutputKind, Transform
from ..parameters import Params, parameters
from ..rendering import Floats, Image, Rendering, Size, empty
from .device.delivery import Delivery
from .device.processing import Processing
from .device.sensor import Sensor
from .optics.lens import Lens
from .optics.motion import HandMotion
from .optics.pose import Pose
from .optics.truth import Geometry
from .scene.reflection import Reflection
from .scene.surroundings import Surroundings
from .shoot import develop


@parameters
class CameraPhotoParams(Params):
    """The room and the camera of a photo.

    Attributes:
        phone: Profile the camera was drawn from, or any other name; the numbers below are what counts.
        surroundings: The room behind what is photographed.
        reflection: The room before it.
        pose: Where the camera stands.
        lens: Its lens.
        motion: The hand.
        sensor: Its sensor and exposure.
        processing: What the phone makes of the numbers.
        delivery: Compression.
        flicker_phase: Phase of the light when the shutter opens, radians.
        seed: Seed of the noise.
    """

    phone: str = "custom"
    surroundings: Surroundings = Surroundings()
    reflection: Reflection = Reflection()
    pose: Pose = Pose()
    lens: Lens = Lens()
    motion: HandMotion = HandMotion()
    sensor: Sensor = Sensor()
    processing: Processing = Processing()
    delivery: Delivery = Delivery()
    flicker_phase: Annotated[float, Field(ge=-10, le=10)] = 0.0
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


C = TypeVar("C", bound=CameraPhotoParams)


@dataclass(frozen=True)
class CameraPhoto(Transform[C]):
    """A photo with a modelled phone; the options choose among profiles."""

    output_kind = OutputKind.COLOUR
    keeps_size = False
    revision = 2

    @abstractmethod
    def _geometry(self, size: Size, params: C) -> Geometry:
        """Return where everything goes from a source of that (width, height)."""

    @abstractmethod
    def _exposed(self, image: Image, params: C) -> NDArray[np.uint16]:
        """Return the photo's raw data; the scene is freed on return."""

    def _choose(self, among: tuple[str, ...], rng: np.random.Generator) -> str:
        wanted = [name for name in among if getattr(self, name)] or list(among)
        return wanted[int(rng.integers(len(wanted)))]

    def output_size(self, size: Size, params: C) -> Size:  # noqa: ARG002
        """Return width and height of the delivered photo, whatever the x-ray's size."""
        return params.delivery.size(params.sensor.size_px)

    def _homography(self, size: Size, params: C) -> Floats:
        return self._geometry(size, params).homography()

    def _apply(self, image: Image, params: C) -> Image:
        return develop(self._exposed(image, params), params.sensor, params.processing, params.delivery)

    def _place(self, size: Size, params: C, *, displacement: bool) -> Rendering:
        truth = self._geometry(size, params)
        return Rendering(
            empty(self.output_size(size, params)),
            size,
            truth.homography(),
            truth.corners(),
            truth.displacement() if displacement else None,
        )

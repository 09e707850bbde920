"""Many variants of one image in one answer: a zip streamed while it is being made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from flask import Response

from dataset.export import zip_chunks
from webapp.api.blueprint import OPERATOR, binary, errors, resource
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.variants.image_routes import find_image
from webapp.variants.models import Variants
from webapp.variants.order import VariantOrder
from webapp.variants.services import services
from webapp.variants.variant_service import VariantService

api = resource("variants", "Many variants of an image at once.", abp_security=OPERATOR)
MOST = 4000


@api.post(
    "/variants",
    responses={200: binary("application/zip", "The variants and `manifest.json`."), **errors(415, 503)},
)
def make_variants(body: Variants) -> Response:
    """Make every pipeline at every level with every seed of an image: a zip, with how each came about."""
    source = find_image(body.image)
    orders = _orders(body)
    variant_service = services().variant_service
    variant_service.variant(
        body.image, source, orders[0]
    )  # what is wrong with all of them is said before the zip begins
    for pipeline in body.pipelines:
        variant_service.pixels.parameters(VariantOrder(pipeline), (8, 8))
    files = _files(variant_service, services().offload, body.image, source, orders)
    response = Response(zip_chunks(files), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="variants-{body.image[:12]}.zip"'
    return response


def _orders(body: Variants) -> list[VariantOrder]:
    count = len(body.pipelines) * len(body.levels) * len(body.seeds)
    if count > MOST:
        raise ApiError("too_many_variants", f"These are {count:,} variants; ask for at most {MOST:,}.")
    chosen = [
        VariantOrder(pipeline, level, seed, body.format, body.quality, body.width, body.relative)
        for pipeline in body.pipelines
        for level in body.levels
        for seed in body.seeds
    ]
    return list(dict.fromkeys(chosen))


def _files(
    variant_service: VariantService, offload: Offload, image_id: str, source: Path, orders: list[VariantOrder]
) -> Iterator[tuple[str, bytes]]:
    """Yield each variant, then the manifest, which names a failed one with its reason."""
    manifest: list[Mapping[str, object]] = []
    for order in orders:
        try:
            variant = variant_service.variant(image_id, source, order, on_busy="wait")
        except ApiError as error:
            manifest.append({"order": order.to_json(), "error": error.body()["error"]})
            continue
        manifest.append({"path": order.file_name, "order": order.to_json(), **variant.account})
        yield order.file_name, offload(variant.picture.read_bytes)
    yield "manifest.json", json.dumps(manifest, indent=1).encode()

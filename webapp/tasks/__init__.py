"""The allow-list of workers' tasks, by name.

The places are written as text so that the web process need not import what only workers need.
"""

from __future__ import annotations

TASKS = {
    "catalogue": "webapp.tasks.variants:catalogue",
    "check_photo": "webapp.tasks.pixels:check_photo",
    "check_xrays": "webapp.tasks.pixels:check_xrays",
    "confirm_pairs": "webapp.tasks.near_duplicates:confirm_pairs",
    "demo_dataset": "dataset.phantoms:make_demo_dataset",
    "describe_xrays": "webapp.tasks.loose:describe_xrays",
    "display_picture": "dataset.images:display_picture",
    "draw_parameters": "webapp.tasks.variants:draw_parameters",
    "examine_picture": "dataset.checks.files:examine_picture",
    "export_picture": "dataset.export:export_picture",
    "find_alike": "webapp.tasks.near_duplicates:find_alike",
    "identify_photo": "webapp.tasks.loose:identify_photo",
    "join_gallery": "webapp.tasks.loose:join_gallery",
    "look_at_frame": "webapp.tasks.verification:look_at_frame",
    "make_truth": "webapp.tasks.variants:make_truth",
    "make_variant": "webapp.tasks.variants:make_variant",
    "masks_unfit": "dataset.export.masks:masks_unfit",
    "photo_mask": "dataset.export.masks:photo_mask",
    "pictures_alike": "dataset.checks.files:pictures_alike",
    "prepare_reference": "webapp.tasks.references:prepare_reference",
    "probe_image": "dataset.images:probe_image",
    "read_in_eight_bits": "webapp.tasks.pixels:read_in_eight_bits",
    "read_origins": "webapp.tasks.loose:read_origins",
    "rectify_photo": "dataset.export:rectify_photo",
    "thumbnail": "dataset.images:thumbnail",
    "upright_sizes": "dataset.export:upright_sizes",
    "verify_photo": "webapp.tasks.verification:verify_photo",
}

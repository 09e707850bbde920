"""What workers may do, by name: the list that a task's name is looked up in.

The places are written as text so that the web process need not import what only workers need.
"""

from __future__ import annotations

TASKS = {
    "catalogue": "webapp.workers.variants:catalogue",
    "check_photo": "webapp.workers.pixels:check_photo",
    "check_xrays": "webapp.workers.pixels:check_xrays",
    "export_picture": "dataset.export:export_picture",
    "demo_dataset": "dataset.phantoms:make_demo_dataset",
    "display_picture": "dataset.images:display_picture",
    "draw_parameters": "webapp.workers.variants:draw_parameters",
    "make_truth": "webapp.workers.variants:make_truth",
    "make_variant": "webapp.workers.variants:make_variant",
    "rectify_photo": "dataset.export:rectify_photo",
    "thumbnail": "dataset.images:thumbnail",
}

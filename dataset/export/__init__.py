"""Photos out: one data set in CheXphoto's layout, labels attached, as a folder or a zip."""

from dataset.export.photos import ExportPhoto, Fact, newest
from dataset.export.picture import ExportedPicture, export_picture
from dataset.export.plan import ExportEntry, ExportPlan, plan_export
from dataset.export.writing import export_files, stream_zip, write_folder
from dataset.export.zipping import zip_chunks

__all__ = [
    "ExportEntry",
    "ExportPhoto",
    "ExportPlan",
    "ExportedPicture",
    "Fact",
    "export_files",
    "export_picture",
    "newest",
    "plan_export",
    "stream_zip",
    "write_folder",
    "zip_chunks",
]

"""Export of photos: one data set in CheXphoto's layout, labels attached, as a folder or a zip."""

from dataset.export.additions import Additions, gather_additions, upright_sizes, xray_files
from dataset.export.frames import as_homography
from dataset.export.left_out import LeftOut, left_out_by_reason
from dataset.export.photo_file import ExportedPicture, export_picture
from dataset.export.photos import ExportPhoto, Fact, newest
from dataset.export.plan import ExportEntry, ExportPlan, plan_export
from dataset.export.rectify import RectifiedPicture, rectify_photo
from dataset.export.turning import as_turn
from dataset.export.writing import Maker, export_files, stream_zip, write_folder
from dataset.export.zipping import zip_chunks

__all__ = [
    "Additions",
    "ExportEntry",
    "ExportPhoto",
    "ExportPlan",
    "ExportedPicture",
    "Fact",
    "LeftOut",
    "Maker",
    "RectifiedPicture",
    "as_homography",
    "as_turn",
    "export_files",
    "export_picture",
    "gather_additions",
    "left_out_by_reason",
    "newest",
    "plan_export",
    "rectify_photo",
    "stream_zip",
    "upright_sizes",
    "write_folder",
    "xray_files",
    "zip_chunks",
]

"""The photos in a folder copied from a phone, among any other files."""

from pathlib import Path

EXTENSIONS = frozenset({".jpg", ".jpeg", ".heic", ".heif", ".png", ".webp"})


def photo_files(folder: Path) -> tuple[list[Path], int]:
    """List the photos in a folder and its subfolders, sorted; hidden files and folders are skipped.

    Returns:
        The photos by what their names end in, and how many other files there are.
    """
    visible = [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    ]
    photos = [file for file in visible if file.suffix.lower() in EXTENSIONS]
    return photos, len(visible) - len(photos)

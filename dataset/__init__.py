"""X-rays and photos as files: CheXpert CSVs, image formats, the CheXphoto layout, export, demo x-rays."""

"""Reading of DICOM images."""

"""Registration of a photo with an x-ray: where in the photo the x-ray lies."""

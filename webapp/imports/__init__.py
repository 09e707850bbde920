"""Import of loose photos: each is found among a data set's x-rays, then filed or left to a person."""

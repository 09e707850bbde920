"""Import of loose photos: each is identified among a data set's x-rays, then filed or left to a person."""

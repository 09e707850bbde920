"""The transforms as those of other libraries, each imported only by who uses it and installed by its extra."""

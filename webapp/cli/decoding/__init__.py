"""Decoding of image files for commands, in processes that are limited and caged as a server's workers are."""

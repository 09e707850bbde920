"""Examination of an installation before people come: certificates, network, disk, clock, data root, workers."""

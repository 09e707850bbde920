"""A virtual phone: from its commands to photos that are stored and uploaded."""

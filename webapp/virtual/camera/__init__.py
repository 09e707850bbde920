"""The camera of a virtual phone: frames, lens, shutter, and the screen that it looks at."""

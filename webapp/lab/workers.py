"""The pixel workers as the lab asks them."""

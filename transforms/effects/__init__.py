"""The effects: one module each (`enhance` has four), which makes itself known by `transforms.registry.register`."""

"""The effects: one module each (`enhance` has four), which adds itself by `transforms.registry.register`."""

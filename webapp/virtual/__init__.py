"""Virtual devices: a display and phones that use the real protocol over TLS, without a monitor or a camera.

They exist so that the demo, the benchmarks and the fault tests run the whole system with everything real but
the light between monitor and lens.  The display writes what it is painting to a file; the phone sees nothing
but that file, at its shutter instant, so it can photograph the wrong x-ray for every reason a real phone can.
They are written from `docs/protocol.md` alone and share no code with the server.
"""

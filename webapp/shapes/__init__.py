"""JSON shapes of the server's answers, each declared once; those of a session are in `capture.shapes`.

They are plain dictionaries at run time. The OpenAPI document describes them, and the pages' TypeScript declarations
are generated from them (``make types``).
"""

"""Authentication and authorisation.

Three kinds of credential: the operator's token (as a signed cookie, or as a bearer token for scripts), and one
secret for each phone and each display.  Everything is the operator's unless a route says otherwise.
"""

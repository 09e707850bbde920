"""The report on a session: one HTML page about its course and the quality of its photos.

It needs nothing but itself: no script, no network, no server; so it can be filed with the data, mailed and printed.
"""

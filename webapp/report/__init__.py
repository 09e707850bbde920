"""The report on a session: one HTML page that tells what happened and how good the photos are.

It needs nothing but itself: no script, no network, no server; so it can be filed with the data, mailed and printed.
"""

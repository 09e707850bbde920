"""The photo archive: photos as taken, stored so that a kill at any instruction loses nothing acknowledged.

``photos/<set>/<session>/`` holds the accepted photos, ``pending/`` in it those not judged, ``rejected/`` those
set aside; ``incoming/`` under the root holds uploads under way.  Every method blocks.
"""

from capture.archive.archive import Archive
from capture.archive.incoming import Incoming
from capture.archive.limits import PhotoLimits, ReceivedPhoto
from capture.archive.reconcile import Reconciliation

__all__ = ["Archive", "Incoming", "PhotoLimits", "ReceivedPhoto", "Reconciliation"]

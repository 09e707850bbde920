"""Kill the server with SIGKILL at random moments of virtual sessions, as often as asked, and audit every session.

``make soak`` runs it: two phones and a display photograph 24 x-rays again and again while the server is killed and started
again.  It ends with status 1 at the first photo that is lost, there twice, or filed under another x-ray (judged by its
pixels).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.killing import XRAYS, soak
from tests.faults.station import Station


def main() -> int:
    """Run the soak and print what it came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Station(Path(folder), XRAYS) as station:
        try:
            toll = soak(station, chosen.kills, chosen.seed)
        except AssertionError as error:
            print(f"FAILED with seed {chosen.seed}: {error}", file=sys.stderr)
            return 1
    print(f"\nkills               {toll.kills} (of which {toll.early} while starting)")
    print(f"sessions            {toll.sessions}")
    print(f"photos kept         {toll.photos} ({toll.set_aside} set aside, their showing was broken)")
    print(f"acknowledged        {toll.acknowledged}, all there")
    print("lost, twice, misfiled  0, 0, 0")
    print(f"time                {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The demo's result, in one short table."""

from __future__ import annotations

from webapp.demo.run import DemoResult


def table(outcome: DemoResult) -> str:
    """Return the session's result, as lines of two columns."""
    seen = outcome.verification
    rows = [
        ("X-rays", str(outcome.xrays)),
        ("Photos accepted", str(outcome.accepted)),
        ("Retakes", str(outcome.retakes)),
        ("Rate", f"{outcome.xrays / outcome.seconds * 60:.0f} x-rays a minute"),
        (
            "Right by pixels",
            f"{seen.right} of {seen.photos} (lowest agreement with its own x-ray {seen.lowest:.2f})",
        ),
        ("Data set", str(outcome.exported)),
    ]
    rows += [("Wrong", path) for path in seen.wrong]
    return "\n".join(f"  {name:<16} {text}" for name, text in rows)

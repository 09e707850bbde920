"""Strangers' programs, run where they can do no harm: without network, in namespaces and as a user of their own."""

from webapp.challenge.sandbox.interpreter import Interpreter, describe
from webapp.challenge.sandbox.limits import SandboxLimits
from webapp.challenge.sandbox.machine import SandboxMissing, check_sandbox, find_bwrap
from webapp.challenge.sandbox.mounts import Mount, SandboxView
from webapp.challenge.sandbox.supervise import Ended, run_in_sandbox
from webapp.challenge.sandbox.trimming import trimmed
from webapp.challenge.sandbox.watch import Reason

__all__ = [
    "Ended",
    "Interpreter",
    "Mount",
    "Reason",
    "SandboxLimits",
    "SandboxMissing",
    "SandboxView",
    "check_sandbox",
    "describe",
    "find_bwrap",
    "run_in_sandbox",
    "trimmed",
]

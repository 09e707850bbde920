"""All reasons of sessions, photos and phones, with their sentences.

A sentence says what happened, what is safe and what to do, blames nobody, and names the x-ray and the device.
Placeholders: ``{device}`` the device's name, ``{index}`` the x-ray, ``{goes_on}`` where a resume goes on,
``{safe}`` what is safe, ``{detail}``.
"""

from __future__ import annotations

from string import Formatter

PAUSES: dict[str, str] = {
    "operator": "Paused by the operator. Nothing is lost. Resume when you are ready.",
    "phone": "Paused at {device}. Go on there, or resume here.",
    "phone_silent": "Paused: {device} does not answer. Its photos are kept on it. The session goes on by itself once "
    "it is back. Wake it and open its page, or drop it.",
    "phone_not_ready": "Paused: {device} is not ready. {detail} The session goes on by itself once it is.",
    "photos_missing": "Paused: photos of {device} do not come. {detail} Bring it back into range and leave its page "
    "open: the session goes on by itself once they have come.",
    "unsteady": "Paused: {device} is connected again and again, and nothing comes of it. No photo was stored. Look at "
    "it and at its Wi-Fi, reload its page, then resume.",
    "no_phone": "Paused: no phone is left. {safe} Let another phone join, then resume.",
    "set_unfilled": "Paused: all that the phones can take is taken. {detail} {safe} Let a phone join, then resume, or "
    "resume without.",
    "capture_failed": "Paused: {device} could not take the photo of {index}. {detail} No photo was stored. "
    "Look at the phone, then resume.",
    "camera_changed": "Paused: {device} took the photo of {index} with another camera, size or orientation than "
    "the one before. {detail} Both are kept. Put it right, or resume to go on so.",
    "display_silent": "Paused: the display does not answer. The session goes on by itself once it is back. Wake it and "
    "open its page.",
    "show_failed": "Paused: the display cannot show x-ray {index}. {detail} Reload its page, then resume, or "
    "skip {index}.",
    "disk_full": "Paused: the server's disk is full. Stored photos are safe, phones keep theirs. Free 2 GB, "
    "then resume.",
    "csv_changed": "Paused: the CSV is not the one this session began with. Nothing was changed. Put the old file "
    "back, then resume.",
    "xray_unreadable": "Paused: x-ray {index} cannot be read. {detail} Put the file back, then resume, or "
    "skip {index}.",
    "too_many_retakes": "Paused: the photos of {index} by {device} were refused time and again. {detail} None of them "
    "was accepted. Look at the phone's picture, then resume, or skip {index}.",
    "showing_broken": "Paused: the display did not confirm that {index} stayed on the screen, {detail} No photo of "
    "it was accepted. See that nothing covers the picture and the screen stays on, reload the display's page, then "
    "resume.",
    "photos_lost": "Paused: {device} did not keep its photos of {index}, {detail} None of them was stored. Free "
    "storage on it and use no private window, then resume, or put another phone in its place.",
    "no_attempt_left": "Paused: {index} was photographed {detail} for one set, more often is not possible. What is "
    "stored is safe. Skip {index}, then resume.",
    "restart": "Paused: the server was restarted. None lost. {goes_on}",
    "wrong_xray": "Paused: the photo of {index} {detail} Reload the page of {device}, then resume.",
    "photo_torn": "Paused: the photo of {index} {detail} Reload the page of {device}, then resume.",
    "photo_mixed": "Paused: the photo of {index} {detail} Give the display more time (a longer "
    "settle delay), then resume.",
    "photo_covered": "Paused: the photo of {index} {detail} Take away what covers the x-ray, "
    "on the screen or in front of it, then resume.",
    "badly_displayed": "Paused: the photo of {index} {detail} See that the display page is in full "
    "screen at 100 % zoom and shows nothing else, then resume.",
    "black_screen": "Paused: the photo of {index} {detail} Look at the display, then resume.",
    "photo_mirrored": "Paused: the photo of {index} {detail} Switch off the mirroring of its "
    "camera, then resume.",
    "photo_cut": "Paused: the photo of {index} {detail} Move the phone until all of the x-ray is in "
    "its picture, then resume.",
    "not_verified": "Paused: the photo of {index} {detail} Look at the phone's picture, then "
    "resume, or skip {index}.",
    "poor_quality": "Paused: the photo of {index} {detail} Look at the phone's picture, then "
    "resume, or skip {index}.",
}

SILENCES = frozenset({"phone_silent", "display_silent"})
"""Outages that last at least as long as it takes to notice them."""
OUTAGES = SILENCES | {"phone_not_ready", "photos_missing"}
"""Pauses for what ends without a person's word: the session goes on by itself once it has."""

AIM_ENDS: dict[str, str] = {
    "show_failed": "Aiming ended: the display cannot show x-ray {index}. {detail} Reload its page, then aim again.",
    "csv_changed": "Aiming ended: the CSV is not the one this session was made with. Nothing was changed. Put the "
    "old file back.",
    "badly_displayed": "Aiming ended: x-ray {index} {detail} See that the display page is in full screen at 100 % zoom "
    "and shows nothing else, then aim again.",
    "restart": "Aiming ended: the server was restarted. Aim again, or start.",
}
"""Why a session that was aiming waits again, where nobody asked for it."""

ABORTS: dict[str, str] = {
    "operator": "Aborted by the operator. {safe} {detail} {goes_on}",
    "index_mismatch": "Stopped: {detail} {safe} {goes_on}",
}

CAMERA: dict[str, str] = {
    "camera_refused": "The browser refused the camera. Allow it at the lock sign left of the address, then try again.",
    "camera_taken": "Another app uses the camera. Close it, then tap Try the camera again on the phone.",
    "camera_missing": "The device has no camera that the browser can use. Put another phone in its place.",
    "camera_lost": "The camera stopped. Tap Try the camera again on the phone.",
    "page_hidden": "Its page is in the background. Open it.",
    "insecure_page": "Its page is not secure, so the browser hides the camera. Open the https address instead.",
    "storage_failed": "It cannot keep photos: its storage is full or switched off. Free some, then reload its page.",
}

LOG_RESTARTED = "The server was restarted. None lost."

REJECTIONS: dict[str, str] = {
    "showing_broken": "the x-ray was not on the display without a break",
    "operator": "the operator asked for a retake",
    "skipped": "its x-ray is skipped",
    "lost": "it was given up before it came",
    "spoiled": "its bytes were refused",
    "revoked": "its phone was revoked",
    "photo_broken": "it cannot be decoded",
    "photo_too_many_pixels": "it has too many pixels",
    "wrong_xray": "it shows another x-ray",
    "photo_torn": "it is torn: part of it shows another picture",
    "photo_mixed": "the x-ray before shines through it",
    "photo_covered": "something lies in front of the x-ray",
    "badly_displayed": "the screen showed the x-ray cut off, covered, out of proportion, or beside another one",
    "black_screen": "it shows a black screen",
    "photo_mirrored": "it is mirrored",
    "photo_cut": "it does not show all of the x-ray",
    "not_verified": "it could not be told whether it shows its x-ray",
    "poor_quality": "it is not good enough",
}

MISMATCHES = frozenset(
    {
        "wrong_xray",
        "photo_torn",
        "photo_mixed",
        "photo_covered",
        "badly_displayed",
        "black_screen",
        "photo_mirrored",
        "photo_cut",
        "not_verified",
        "poor_quality",
    }
)
"""Rejections for what a photo's pixels show: the display stops until such an x-ray is settled."""

POOR: dict[str, str] = {
    "corner_outside": "part of the x-ray is outside the picture",
    "move_closer": "the x-ray is too small in it",
    "low_resolution": "the x-ray has too few pixels in it",
    "off_centre": "the x-ray is too far from its middle",
    "tilted": "it was taken too much from the side",
    "turn": "it is turned too far",
    "blurred": "it is blurred",
    "glare": "there is too much glare",
    "low_contrast": "it has too little contrast",
    "too_dark": "it is too dark",
    "overexposed": "it is overexposed",
}
"""What a rejection code of `matching.limits` says of a photo."""

LOSSES: dict[str, str] = {
    "lost": "it is no longer on the phone",
    "spoiled": "its bytes cannot be taken in",
    "revoked": "its phone was revoked",
}

ASKED_RETAKES = frozenset({"operator", "revoked"})
"""Retakes that a person asked for; all others count towards ``max_automatic_retakes``."""

HOPELESS: dict[str, str] = {
    "showing_broken": "showing_broken",
    "badly_displayed": "badly_displayed",
    "lost": "photos_lost",
}
"""Why a session pauses after too many retakes in a row for this reason; ``too_many_retakes`` for all others."""


def sentence(template: str, **values: str) -> str:
    """Fill a template; unknown placeholders vanish without leaving double spaces."""
    filled = Formatter().vformat(template, (), _Blank(values))
    return " ".join(filled.split())


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def number(value: int) -> str:
    """Format ``5347`` as ``5,347``."""
    return f"{value:,}"


def plural(count: int, one: str, many: str) -> str:
    """Format ``1 photo`` or ``2 photos``."""
    return f"{number(count)} {one if count == 1 else many}"

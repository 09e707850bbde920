"""The pages; each is a thin template whose script does the rest."""

from __future__ import annotations

import re
from typing import cast

from flask import Blueprint, Response, current_app, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from capture.plan import MAX_DEVICE_NAME
from webapp.auth.device_cookies import forget
from webapp.auth.guard import open_to, public
from webapp.container import Services
from webapp.errors import ApiError
from webapp.system.certificates import authority_fingerprint

pages = Blueprint("pages", __name__)


def services() -> Services:
    """Return the services of the application that answers the present request."""
    return cast(Services, current_app.extensions["services"])


MANIFEST = {
    "name": "CheXphoto Lab",
    "short_name": "CheXphoto",
    "id": "/join",
    "start_url": "/join",
    "scope": "/",
    "display": "standalone",
    "orientation": "any",
    "background_color": "#0a0c0f",
    "theme_color": "#0a0c0f",
    "icons": [
        {"src": "/static/icons/icon-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": "/static/icons/icon-512.png", "sizes": "512x512", "type": "image/png"},
        {
            "src": "/static/icons/icon-maskable-512.png",
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ],
}


@pages.after_request
def forget_old_devices(response: Response) -> Response:
    """Limit the number of credentials that a browser keeps."""
    forget(
        response,
        services().enrolment.expendable(request.cookies, (request.view_args or {}).get("session", "")),
    )
    return response


@pages.get("/")
@public
def sessions() -> BaseResponse | str:
    """Serve the list of sessions; the address that the server prints signs the operator in on the way."""
    token = request.args.get("token")
    if token is not None:
        return _sign_in_by_address(token, request.args.get("next", "/"))
    if not services().operator.is_signed_in(request):
        return redirect("/sign-in", 303)
    return render_template("sessions.html")


@pages.get("/sessions/new")
def new_session() -> str:
    """Serve the form for a new session."""
    return render_template("new-session.html")


@pages.get("/sessions/<string:session>")
def console(session: str) -> str:
    """Serve the console of a session."""
    services().sessions.get(session)
    return render_template("console.html", session=session)


@pages.get("/access")
@open_to("owner")
def access() -> str:
    """Serve the page of sign-ins, tokens and links, and the record of who changed something."""
    return render_template("access.html")


@pages.get("/overview")
def overview() -> str:
    """Serve the overview of all stations."""
    return render_template("overview.html")


@pages.get("/studies")
def studies() -> str:
    """Serve the list of studies."""
    return render_template("studies.html")


@pages.get("/studies/<string:study>")
def study_page(study: str) -> str:
    """Serve the page of one study: its plan and its coverage."""
    services().studies.get(study)
    return render_template("study.html", study=study)


@pages.get("/statistics")
def statistics() -> str:
    """Serve the statistics of a data set or study, or the choice between them."""
    return render_template("statistics.html")


@pages.get("/releases")
def releases() -> str:
    """Serve the page of releases."""
    return render_template("releases.html")


@pages.get("/transforms")
def transforms() -> str:
    """Serve the page of transforms."""
    return render_template("transforms.html")


@pages.get("/lab")
def transforms_as_once_named() -> BaseResponse:
    """Redirect the former address of the page of transforms, which people have bookmarked."""
    return redirect(url_for("pages.transforms"), 308)


@pages.get("/review")
@open_to("operator", "reviewer")
def review() -> str:
    """Serve the page for reviewing photos; who came by a link reads under the link's name."""
    reader = g.caller.name if g.caller.role == "reviewer" else ""
    return render_template("review.html", reader=reader)


@pages.get("/loose")
@pages.get("/loose/<string:pile>")
def loose(pile: str = "") -> str:
    """Serve the page for loose photos, including those that a person has to decide about."""
    if pile:
        services().loose.piles.plan(pile)
    return render_template("loose.html", pile=pile)


@pages.get("/challenge")
@public
def challenge() -> str:
    """Serve the page of challenges, which holds nothing; who may see what is decided by the API that it asks."""
    return render_template("challenge.html")


@pages.get("/display/<string:session>")
@open_to("display")
def display(session: str) -> str:
    """Serve the display of a session."""
    return render_template("display.html", session=session, device=g.caller.device)


@pages.get("/phone/<string:session>")
@open_to("phone")
def phone(session: str) -> str:
    """Serve the page of a phone in a session."""
    return render_template("phone.html", session=session, device=g.caller.device)


@pages.get("/join")
@public
def join() -> str:
    """Serve the page where a code is typed, or arrives by QR."""
    return render_template("join.html", longest_name=MAX_DEVICE_NAME)


@pages.get("/selftest")
@public
def selftest() -> str:
    """Serve the page on which a device finds out what its browser offers."""
    return render_template("selftest.html", operator=services().operator.is_signed_in(request))


@pages.get("/trust")
@public
def trust() -> str:
    """Serve the instructions for trusting this server on a phone."""
    fingerprint = services().offload(authority_fingerprint, services().settings.data_root)
    return render_template("trust.html", fingerprint=fingerprint)


@pages.get("/help")
@public
def guide() -> str:
    """Serve the quick guide, for users without internet."""
    return render_template("help.html")


@pages.get("/sign-in")
@public
def sign_in() -> str:
    """Serve the page where the operator types the token."""
    return render_template("sign-in.html")


@pages.get("/manifest.webmanifest")
@public
def manifest() -> BaseResponse:
    """Serve the web app manifest, for the phone's home screen."""
    response = jsonify(MANIFEST)
    response.content_type = "application/manifest+json"
    return response


@pages.get("/favicon.ico")
@public
def icon() -> BaseResponse:
    """Serve the icon under its traditional name."""
    return redirect("/static/shared/icon.svg", 301)


def _sign_in_by_address(token: str, wanted: str) -> BaseResponse:
    with services().tries.one("sign-in", request.remote_addr or ""):
        if not services().operator.accepts(token):
            raise ApiError(
                "forbidden", "This address signs nobody in. `chexphoto sign-in` prints one that does."
            )
    response = Response(status=303, headers={"Location": wanted if _is_own_page(wanted) else "/"})
    services().operator.remember(response)
    return response


def _is_own_page(path: str) -> bool:
    # Browsers take a second slash, or a backslash, for the beginning of another host.
    return re.fullmatch(r"/([\w-]+(/[\w-]+)*)?", path) is not None

"""Endpoints for <enode-link-button> in FastAPI, by the rules of docs/own-endpoints.md.

The access token and the ids of deliveries are in the memory of this process. If you run several
workers, keep both in the cache or database that they share.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import os
import re
from collections import deque
from typing import List, Literal, Optional, get_args

from fastapi import Depends, FastAPI, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, StrictStr
from starlette.middleware.sessions import SessionMiddleware

from enode import SECONDS, Enode

ORIGIN = os.environ.get("APP_ORIGIN", "http://localhost:8000")
CALLBACK = f"{ORIGIN}/api/enode/callback"
REDIRECT_URI = re.compile(re.escape(CALLBACK) + r"\?enode_link=[A-Za-z0-9_-]{22,128}")
# Anybody could sign with an empty secret. A mounted file has a line break at its end.
WEBHOOK_SECRET = os.environ["ENODE_WEBHOOK_SECRET"].strip().encode()
if not WEBHOOK_SECRET:
    raise SystemExit("Set ENODE_WEBHOOK_SECRET.")
# What a page may ask for, and the types of the devices that it gets.
Scope = Literal["vehicle:read:data", "charger:read:data"]
SCOPES = list(get_args(Scope))
VENDOR_TYPES = [scope.split(":")[0] for scope in SCOPES]
LANGUAGES = (
    "browser da-DK de-DE en-US en-GB es-ES fi-FI fr-FR it-IT ja-JP lv-LV lt-LT nb-NO nl-NL nl-BE "
    "pl-PL pt-PT ro-RO sv-SE"
).split()

log = logging.getLogger("uvicorn.error")
deliveries = deque(maxlen=1000)
enode = Enode(
    os.environ.get("ENODE_OAUTH_URL", "https://oauth.sandbox.enode.io"),
    os.environ.get("ENODE_API_URL", "https://enode-api.sandbox.enode.io"),
    (os.environ["ENODE_CLIENT_ID"], os.environ["ENODE_CLIENT_SECRET"]),
)
# An application of its own: the static files at "/" would take GET requests for its POST routes.
api = FastAPI()
app = FastAPI()


class LinkRequest(BaseModel):
    """What a page may ask for: this much, or less."""

    redirectUri: StrictStr
    language: StrictStr = "browser"
    colorScheme: Optional[Literal["system", "light", "dark"]] = None
    scopes: List[Scope] = SCOPES
    vendorType: Optional[StrictStr] = None
    vendor: Optional[StrictStr] = None
    assetId: Optional[StrictStr] = None


class LinkSession(BaseModel):
    """What Enode answers, and the button gets."""

    linkUrl: StrictStr
    linkToken: StrictStr


class User(BaseModel):
    id: StrictStr
    linkedVendors: List[dict]


def own_page(request: Request):
    """Refuses what a page of another origin may have made the browser send."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in (None, "same-origin", "none") or origin not in (None, ORIGIN):
        raise HTTPException(403, "Only pages of this origin may do this.")


def signed_in_user(request: Request, _=Depends(own_page)) -> str:
    user = request.session.get("user")
    if not user:
        raise HTTPException(401, "Nobody is signed in.")
    return user


async def read_body(request: Request, limit: int) -> bytes:
    async def read() -> bytes:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise HTTPException(413, "The body is too large.")
        return body

    try:
        return await asyncio.wait_for(read(), 10)
    except asyncio.TimeoutError:
        raise HTTPException(408, "The body took too long.", {"Connection": "close"}) from None


async def link_request(request: Request, _=Depends(signed_in_user)) -> LinkRequest:
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(415, "Send JSON.")
    body = await read_body(request, 16 * 1024)
    try:
        wanted = LinkRequest(**json.loads(body))
    except (ValueError, TypeError, RecursionError):
        raise HTTPException(400, "Send a JSON object with the fields of the button.") from None
    if not REDIRECT_URI.fullmatch(wanted.redirectUri):
        raise HTTPException(400, f"redirectUri must be {CALLBACK} with enode_link, and no more.")
    if not wanted.scopes:
        raise HTTPException(400, "scopes must have at least one, or be left out.")
    if wanted.vendorType not in (None, *VENDOR_TYPES):
        raise HTTPException(400, "vendorType must be a type of this server's scopes.")
    if wanted.language not in LANGUAGES:  # Enode would refuse it.
        wanted.language = "browser"
    return wanted


async def in_time(work):
    """Limits all calls of one request together."""
    try:
        return await asyncio.wait_for(work, SECONDS)
    except asyncio.TimeoutError:
        raise HTTPException(504, "Enode did not answer in time.") from None


@api.post("/link-session")
async def link_session(user: str = Depends(signed_in_user), wanted=Depends(link_request)):
    make_session = relink if wanted.assetId is not None else link
    answer = await in_time(make_session(user, wanted))
    return answer.read(LinkSession)


async def link(user: str, wanted: LinkRequest):
    body = {name: value for name, value in wanted if value is not None}
    return await enode.call("POST", "users", user, "link", json=body)


async def relink(user: str, wanted: LinkRequest):
    # Enode's call takes no user, and would open any asset of the client.
    if not await enode.owns(user, wanted.assetId):
        raise HTTPException(404, "You have no such device.")
    names = ("redirectUri", "language", "colorScheme")
    body = {name: value for name, value in wanted if name in names and value is not None}
    answer = await enode.call("POST", "assets", wanted.assetId, "relink", json=body)
    if answer.status == 404:
        raise HTTPException(404, "There is no such device any more.")
    if answer.status == 400 and answer.says("already linked"):
        raise HTTPException(409, "The device is linked already.")
    return answer


@api.get("/user")
async def linked_vendors(user: str = Depends(signed_in_user)):
    answer = await in_time(enode.call("GET", "users", user))
    if answer.status == 404:
        return {"id": user, "linkedVendors": []}
    return answer.read(User)


@api.get("/devices")
async def devices(user: str = Depends(signed_in_user)):
    return {"devices": await in_time(enode.devices(user, VENDOR_TYPES))}


@api.get("/callback")
async def callback():
    """The return page. It is the same for everybody, and proves nothing."""
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Finishing…</title>'
        '<script src="/enode-link-callback.js"></script>'
        '<p role="status" data-enode-link-text>Finishing…</p></html>',
        headers={
            "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
            "frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
            "Referrer-Policy": "no-referrer",
        },
    )


@app.post("/hooks/enode", status_code=204)
async def webhook(request: Request):
    # The signature is over these bytes: the same JSON, written again, has others.
    body = await read_body(request, 2 * 1024 * 1024)
    expected = "sha1=" + hmac.new(WEBHOOK_SECRET, body, hashlib.sha1).hexdigest()
    signature = request.headers.get("x-enode-signature", "")
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        raise HTTPException(401, "The signature is wrong.")
    delivery = request.headers.get("x-enode-delivery")
    if delivery in deliveries:
        return
    for event in json.loads(body):
        log.info("Enode says: %s", event["event"])
    deliveries.append(delivery)


@app.post("/sign-in", dependencies=[Depends(own_page)])
async def sign_in(request: Request, user: str = Form()):
    """REPLACE this by the sign-in of your application: here, everybody may be anybody."""
    request.session["user"] = user
    return RedirectResponse("/", status_code=303)


@app.middleware("http")
async def never_stored(request: Request, call_next):
    response = await call_next(request)
    response.headers["Cache-Control"] = "no-store"
    return response


app.add_middleware(
    SessionMiddleware,
    secret_key=os.environ["SESSION_SECRET"],
    https_only=ORIGIN.startswith("https:"),
)
app.mount("/api/enode", api)
app.mount("/", StaticFiles(directory=os.environ.get("PUBLIC_DIR", "../public"), html=True))

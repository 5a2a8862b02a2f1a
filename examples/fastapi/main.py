"""The application around the endpoints of recipes/fastapi: sign-in, settings page, webhooks.

Every page and webhook ends in `refresh_user`, which reads Enode again. No event of a page is believed.
"""

import asyncio
import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Literal, Optional

from fastapi import BackgroundTasks, Depends, FastAPI, Form, HTTPException, Request
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.sessions import SessionMiddleware

import app as recipe
from app import VENDOR_TYPES, enode, in_time, own_page, signed_in_user

USERS = ("anna", "ben")
SCRIPTS = "node_modules/enode-link-button/dist/cdn"
STORE = Path("devices.json")

app = FastAPI()


async def refresh_user(user: str) -> list:
    """Reads the user's connections from Enode, and stores whose the devices are."""
    answer, devices = await in_time(
        asyncio.gather(enode.call("GET", "users", user), enode.devices(user, VENDOR_TYPES))
    )
    linked = [] if answer.status == 404 else answer.read(recipe.User).linkedVendors
    save_devices(user, [device["id"] for device in devices])
    return [
        {
            **{key: vendor.get(key) for key in ("vendor", "vendorType", "isValid")},
            "devices": [one for one in devices if is_from(one, vendor)],
        }
        for vendor in linked
    ]


def is_from(device: dict, linked: dict) -> bool:
    """Whether an account brought the device. Without a type, it may have brought any."""
    types = (None, device["vendorType"])
    return device["vendor"] == linked["vendor"] and linked.get("vendorType") in types


def save_devices(user: str, ids: list):
    """Replaces the devices of a user. REPLACE the file by a table of your database."""
    stored = json.loads(STORE.read_text()) if STORE.exists() else {}
    others = {id: owner for id, owner in stored.items() if owner != user}
    STORE.write_text(json.dumps({**others, **dict.fromkeys(ids, user)}, indent=2))


@app.get("/api/account")
async def account(user: str = Depends(signed_in_user)):
    return {"user": user, "connections": await refresh_user(user)}


@app.delete("/api/enode/user/vendors/{vendor}", status_code=204)
@app.delete("/api/enode/user/vendors/{vendor}/{vendor_type}", status_code=204)
async def remove(
    vendor: str, vendor_type: Optional[str] = None, user: str = Depends(signed_in_user)
):
    path = ("users", user, "vendors", vendor, *([vendor_type] if vendor_type else []))
    answer = await in_time(enode.call("DELETE", *path))
    if answer.status not in (204, 404):
        raise HTTPException(502, "Enode did not remove the vendor.")


@app.post("/hooks/enode", status_code=204)
async def webhook(request: Request, tasks: BackgroundTasks):
    # The signature is over these bytes: the same JSON, written again, has others.
    body = await recipe.read_body(request, 2 * 1024 * 1024)
    expected = "sha1=" + hmac.new(recipe.WEBHOOK_SECRET, body, hashlib.sha1).hexdigest()
    signature = request.headers.get("x-enode-signature", "")
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        raise HTTPException(401, "The signature is wrong.")
    for user in {event["user"]["id"] for event in json.loads(body) if "user" in event}:
        # Enode waits for five seconds: answer first.
        tasks.add_task(refresh_user, user)


@app.post("/api/sign-in", dependencies=[Depends(own_page)], status_code=204)
async def sign_in(request: Request, user: str = Form()):
    """REPLACE this by the sign-in of your application: here, there are no passwords."""
    if user not in USERS:
        raise HTTPException(400, "There is no such user.")
    request.session["user"] = user


@app.post("/api/sign-out", dependencies=[Depends(own_page)], status_code=204)
async def sign_out(request: Request):
    request.session.clear()


@app.get("/enode-link-{name}.js")
async def script(name: Literal["button", "callback"]):
    return FileResponse(f"{SCRIPTS}/enode-link-{name}.js")


app.middleware("http")(recipe.never_stored)
app.add_middleware(
    SessionMiddleware,
    secret_key=os.environ["SESSION_SECRET"],
    max_age=7 * 24 * 60 * 60,
    https_only=recipe.ORIGIN.startswith("https:"),
)
# The endpoints for the button, and the files of `page`.
app.mount("/api/enode", recipe.api)
app.mount("/", StaticFiles(directory="page", html=True))

"""Endpoints for <enode-link-button> in Django, by the rules of docs/own-endpoints.md."""

import hashlib
import hmac
import json
import logging
import re
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from assets import devices_of, owns
from enode import Enode, Refused

CALLBACK = f"{settings.APP_ORIGIN}/api/enode/callback"
REDIRECT_URI = re.compile(re.escape(CALLBACK) + r"\?enode_link=[A-Za-z0-9_-]{22,128}")
SCOPES = ["vehicle:read:data", "charger:read:data"]
VENDOR_TYPES = [scope.split(":")[0] for scope in SCOPES]
LANGUAGES = (
    "browser da-DK de-DE en-US en-GB es-ES fi-FI fr-FR it-IT ja-JP lv-LV lt-LT nb-NO nl-NL nl-BE "
    "pl-PL pt-PT ro-RO sv-SE"
).split()
TEXTS = ("redirectUri", "language", "colorScheme", "vendorType", "vendor", "assetId")
BODY_LIMIT = 16 * 1024
RETURN_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Finishing…</title>
<script src="/enode-link-callback.js"></script>
<p role="status" data-enode-link-text>Finishing…</p>
"""
RETURN_POLICY = (
    "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)

log = logging.getLogger("django.server")


def for_signed_in_user(view):
    """Calls the view with the user's id, and answers what it returns as JSON, or why it cannot."""

    @wraps(view)
    def answer(request):
        try:
            refuse_foreign_pages(request)
            user = request.session.get("user")
            if not user:
                raise Refused(401, "Nobody is signed in.")
            return JsonResponse(view(request, user))
        except Refused as refused:
            response = JsonResponse({"detail": refused.detail}, status=refused.status)
            for name, value in refused.headers.items():
                response[name] = value
            return response

    return answer


def refuse_foreign_pages(request):
    """The CSRF token protects what changes something. This protects what reads, too."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in (None, "same-origin", "none") or origin not in (None, settings.APP_ORIGIN):
        raise Refused(403, "Only pages of this origin may do this.")


def link_request(request) -> dict:
    """What the page asks for, which is as much as this server allows, or less."""
    if request.content_type.lower() != "application/json":
        raise Refused(415, "Send JSON.")
    body = request.read(BODY_LIMIT + 1)
    if len(body) > BODY_LIMIT:
        raise Refused(413, "The body is too large.")
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Refused(400, "Send a JSON object.")
    wanted = {name: data[name] for name in TEXTS if data.get(name) is not None}
    if not all(isinstance(text, str) for text in wanted.values()):
        raise Refused(400, "A field has a wrong type.")
    if not REDIRECT_URI.fullmatch(wanted.get("redirectUri", "")):
        raise Refused(400, f"redirectUri must be {CALLBACK} with enode_link, and no more.")
    scopes = data.get("scopes", SCOPES)
    if not isinstance(scopes, list) or not scopes:
        raise Refused(400, "scopes must have at least one, or be left out.")
    if not all(scope in SCOPES for scope in scopes):
        raise Refused(400, "scopes asks for more than this server allows.")
    if "vendorType" in wanted and wanted["vendorType"] not in VENDOR_TYPES:
        raise Refused(400, "vendorType must be a type of this server's scopes.")
    if wanted.get("language") not in LANGUAGES:  # Enode would refuse it.
        wanted["language"] = "browser"
    return {**wanted, "scopes": scopes}


@never_cache
@require_POST
@for_signed_in_user
def link_session(request, user):
    wanted = link_request(request)
    asset_id = wanted.pop("assetId", None)
    if asset_id is not None:
        answer = relink(user, asset_id, wanted)
    else:
        answer = Enode().call("POST", "users", user, "link", json=wanted)
    return answer.read(linkUrl=str, linkToken=str)


def relink(user, asset_id, wanted):
    enode = Enode()
    # Enode's call takes no user, and would open any asset of the client.
    if not owns(enode, user, asset_id):
        raise Refused(404, "You have no such device.")
    allowed = ("redirectUri", "language", "colorScheme")
    body = {name: wanted[name] for name in allowed if name in wanted}
    answer = enode.call("POST", "assets", asset_id, "relink", json=body)
    if answer.status == 404:
        raise Refused(404, "There is no such device any more.")
    if answer.status == 400 and answer.says("already linked"):
        raise Refused(409, "The device is linked already.")
    return answer


@never_cache
@require_safe
@for_signed_in_user
def linked_vendors(request, user):
    answer = Enode().call("GET", "users", user)
    if answer.status == 404:
        return {"id": user, "linkedVendors": []}
    return answer.read(id=str, linkedVendors=list)


@never_cache
@require_safe
@for_signed_in_user
def devices(request, user):
    return {"devices": devices_of(user, VENDOR_TYPES)}


@never_cache
@require_safe
@xframe_options_sameorigin
def callback(request):
    """The return page. It is the same for everybody, and proves nothing."""
    response = HttpResponse(RETURN_PAGE)
    response["Content-Security-Policy"] = RETURN_POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@csrf_exempt
@require_POST
def webhook(request):
    # The signature is over these bytes: the same JSON, written again, has others.
    secret = settings.ENODE["WEBHOOK_SECRET"].encode()
    expected = "sha1=" + hmac.new(secret, request.body, hashlib.sha1).hexdigest()
    signature = request.headers.get("X-Enode-Signature", "")
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        return JsonResponse({"detail": "The signature is wrong."}, status=401)
    # Enode repeats a delivery for a day. In a database: in the transaction of what you do.
    if cache.add(f"enode-delivery-{request.headers.get('X-Enode-Delivery')}", True, 86_400):
        for event in json.loads(request.body):
            log.info("Enode says: %s", event["event"])
    return HttpResponse(status=204)


@never_cache
def no_csrf_token(request, reason=""):
    return JsonResponse({"detail": "Send the CSRF token in X-CSRFToken."}, status=403)


@require_POST
def sign_in(request):
    """REPLACE this by the sign-in of your application: here, everybody may be anybody."""
    request.session["user"] = request.POST.get("user")
    return redirect("/")

"""Enode's API as the views need it: one access token for all users, and whole requests in time."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from threading import Lock
from urllib.parse import quote

import requests
from django.conf import settings
from django.core.cache import cache

OAUTH_URL, API_URL = settings.ENODE["OAUTH_URL"], settings.ENODE["API_URL"]
CREDENTIALS = settings.ENODE["CREDENTIALS"]
TOKEN = "enode-access-token"
# The button waits 15 seconds.
SECONDS = 9
ANSWER_LIMIT = 1024 * 1024
NONE = type(None)
token_lock = Lock()
# The timeout of `requests` begins again with each chunk. The wait for one of these threads does not.
threads = ThreadPoolExecutor(max_workers=64)


class Refused(Exception):
    """An answer with the status that the button understands, and with no text of Enode's."""

    def __init__(self, status: int, detail: str, headers=None):
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}


class Unreachable(Refused):
    def __init__(self):
        super().__init__(502, "Enode cannot be reached.")


class Late(Refused):
    def __init__(self):
        super().__init__(504, "Enode did not answer in time.")


class Answer:
    def __init__(self, status: int, headers, body: bytes):
        self.status, self.headers, self.body = status, headers, body

    def says(self, text: str) -> bool:
        return text in self.body.decode(errors="replace").lower()

    def read(self, **kinds) -> dict:
        """These properties of the JSON object that Enode answered, which must be of these types."""
        if self.status == 403 and self.says("connections limit reached"):
            raise Refused(409, "Enode accepts no more connections for this client.")
        if self.status in (429, 503):
            raise Refused(self.status, "Enode is busy.", retry_after(self.headers))
        if not 200 <= self.status < 300:
            # Never 401 or 403, which tell the button that the user is signed out.
            status = {400: 400, 422: 400, 409: 409}.get(self.status, 502)
            raise Refused(status, "Enode did not do what was asked.")
        try:
            data = json.loads(self.body)
        except (ValueError, RecursionError):
            data = None
        return {name: part(data, name, kind) for name, kind in kinds.items()}


def part(data, name: str, *kinds: type):
    """The property of what Enode answered, which must be of one of these types."""
    value = data.get(name) if isinstance(data, dict) else None
    if not isinstance(value, kinds):
        raise Refused(502, "Enode's answer cannot be used.")
    return value


class Enode:
    """The calls of one request, which end together."""

    def __init__(self):
        self.ends_at = time.monotonic() + SECONDS

    def seconds_left(self) -> float:
        return max(0.01, self.ends_at - time.monotonic())

    def access_token(self, refused=None) -> str:
        # One request fetches the token. All others wait for it here, and share it.
        if not token_lock.acquire(timeout=self.seconds_left()):
            raise Late()
        try:
            token = cache.get(TOKEN)
            if token in (None, refused):
                token = self.new_access_token()
            return token
        finally:
            token_lock.release()

    def new_access_token(self) -> str:
        url, form = f"{OAUTH_URL}/oauth2/token", {"grant_type": "client_credentials"}
        answer = self.send_twice("POST", url, auth=CREDENTIALS, data=form)
        if answer.status in (400, 401, 403):
            raise Refused(502, "Enode refuses the client id or secret.")
        granted = answer.read(access_token=str, expires_in=(int, NONE))
        token, lifetime = granted["access_token"], granted["expires_in"] or 300
        cache.set(TOKEN, token, lifetime - min(60, lifetime // 10))
        return token

    def call(self, method: str, *path: str, **options) -> Answer:
        if not {"", ".", ".."}.isdisjoint(path):
            raise Refused(500, "This id cannot be part of a path.")
        url = "/".join([API_URL, *(quote(part, safe="") for part in path)])
        # Enode may have created a session before it failed, so only what reads is sent twice.
        send = self.send_twice if method == "GET" else self.send
        token = self.access_token()
        answer = send(method, url, headers=bearer(token), **options)
        if answer.status == 401:  # Enode may revoke a token before it expires.
            token = self.access_token(refused=token)
            answer = send(method, url, headers=bearer(token), **options)
        return answer

    def send_twice(self, method: str, url: str, **options) -> Answer:
        """Sends the request again if Enode fails for a moment."""
        try:
            answer = self.send(method, url, **options)
            if answer.status not in (500, 502, 503, 504) or "Retry-After" in answer.headers:
                return answer
        except Unreachable:
            pass
        time.sleep(0.2)
        return self.send(method, url, **options)

    def send(self, method: str, url: str, **options) -> Answer:
        seconds = self.seconds_left()
        work = threads.submit(fetch, method, url, timeout=seconds, **options)
        try:
            return work.result(seconds)
        except (NotInTime, requests.Timeout):
            raise Late() from None
        except requests.RequestException:
            raise Unreachable() from None


def fetch(method: str, url: str, **options) -> Answer:
    """The whole answer. It may be a redirect, but never what that leads to."""
    options.update(stream=True, allow_redirects=False)
    with requests.request(method, url, **options) as response:
        body = b""
        for chunk in response.iter_content(16 * 1024):
            body += chunk
            if len(body) > ANSWER_LIMIT:
                raise Refused(502, "Enode's answer is too long.")
        return Answer(response.status_code, response.headers, body)


def bearer(token: str) -> dict:
    return {"Authorization": f"Bearer {token}", "Enode-Version": "2024-10-01"}


def retry_after(headers) -> dict:
    """Enode's Retry-After in seconds. It may be a date."""
    value = headers.get("Retry-After", "")
    if not value.isdecimal():
        try:
            wait = parsedate_to_datetime(value) - datetime.now(timezone.utc)
        except (TypeError, ValueError):
            return {}
        value = str(max(0, round(wait.total_seconds())))
    return {"Retry-After": value}

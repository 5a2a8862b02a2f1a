"""Enode's API as the endpoints need it: one access token for all users, and whole lists of assets.

Failures are HTTPExceptions with the status that the button understands, and no text of Enode's.
"""

import asyncio
import json
import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Dict, List, NamedTuple, Optional, Type, TypeVar
from urllib.parse import quote

import httpx
from fastapi import HTTPException
from pydantic import BaseModel, StrictBool, StrictInt, StrictStr

# The button waits 15 seconds.
SECONDS = 9
ANSWER_LIMIT = 1024 * 1024
MOST_PAGES = 20
Model = TypeVar("Model", bound=BaseModel)


class AssetType(NamedTuple):
    """The name of the type's list, and where the name that a user chose is."""

    list: str
    own_name: Optional[str] = None


ASSET_TYPES = {
    "vehicle": AssetType("vehicles", "displayName"),
    "charger": AssetType("chargers"),
    "hvac": AssetType("hvacs", "displayName"),
    "inverter": AssetType("inverters", "siteName"),
    "battery": AssetType("batteries", "siteName"),
    "meter": AssetType("meters", "siteName"),
}


class Unreachable(HTTPException):
    def __init__(self):
        super().__init__(502, "Enode cannot be reached.")


class Granted(BaseModel):
    access_token: StrictStr
    expires_in: StrictInt = 300


class Information(BaseModel):
    brand: Optional[StrictStr] = None
    model: Optional[StrictStr] = None
    displayName: Optional[StrictStr] = None
    siteName: Optional[StrictStr] = None


class Asset(BaseModel):
    """What the button needs. Where a car is, for instance, is left out here."""

    id: StrictStr
    vendor: StrictStr
    isReachable: Optional[StrictBool] = None
    information: Optional[Information] = None


class Pagination(BaseModel):
    after: Optional[StrictStr] = None


class Page(BaseModel):
    data: List[Asset]
    pagination: Pagination


class Answer(NamedTuple):
    status: int
    headers: httpx.Headers
    body: bytes

    def says(self, text: str) -> bool:
        return text in self.body.decode(errors="replace").lower()

    def read(self, model: Type[Model]) -> Model:
        """The JSON object that Enode answered, which must have the properties of the model."""
        if self.status == 403 and self.says("connections limit reached"):
            raise HTTPException(409, "Enode accepts no more connections for this client.")
        if self.status in (429, 503):
            raise HTTPException(self.status, "Enode is busy.", retry_after(self.headers))
        if not 200 <= self.status < 300:
            # Never 401 or 403, which tell the button that the user is signed out.
            status = {400: 400, 422: 400, 409: 409}.get(self.status, 502)
            raise HTTPException(status, "Enode did not do what was asked.")
        try:
            return model(**json.loads(self.body))
        except (ValueError, TypeError, RecursionError):
            raise HTTPException(502, "Enode's answer cannot be used.") from None


class Enode:
    def __init__(self, oauth_url: str, api_url: str, credentials: tuple):
        self.oauth_url, self.api_url, self.credentials = oauth_url, api_url, credentials
        self.http = httpx.AsyncClient(timeout=SECONDS)
        self.lock = asyncio.Lock()
        self.token, self.expires_at = None, 0.0

    async def access_token(self, refused=None) -> str:
        # One request fetches the token. All others wait for it here, and share it.
        async with self.lock:
            if self.token in (None, refused) or time.monotonic() > self.expires_at:
                url, form = f"{self.oauth_url}/oauth2/token", {"grant_type": "client_credentials"}
                answer = await self.send_twice("POST", url, auth=self.credentials, data=form)
                if answer.status in (400, 401, 403):
                    raise HTTPException(502, "Enode refuses the client id or secret.")
                granted = answer.read(Granted)
                margin = min(60, granted.expires_in / 10)
                self.token = granted.access_token
                self.expires_at = time.monotonic() + granted.expires_in - margin
            return self.token

    async def call(self, method: str, *path: str, **options) -> Answer:
        if not {"", ".", ".."}.isdisjoint(path):
            raise HTTPException(500, "This id cannot be part of a path.")
        url = "/".join([self.api_url, *(quote(part, safe="") for part in path)])
        # Enode may have created a session before it failed, so only what reads is sent twice.
        send = self.send_twice if method == "GET" else self.send
        token = await self.access_token()
        answer = await send(method, url, headers=bearer(token), **options)
        if answer.status == 401:  # Enode may revoke a token before it expires.
            token = await self.access_token(refused=token)
            answer = await send(method, url, headers=bearer(token), **options)
        return answer

    async def send_twice(self, method: str, url: str, **options) -> Answer:
        """Sends the request again if Enode fails for a moment."""
        try:
            answer = await self.send(method, url, **options)
            if answer.status not in (500, 502, 503, 504) or "retry-after" in answer.headers:
                return answer
        except Unreachable:
            pass
        await asyncio.sleep(0.2)
        return await self.send(method, url, **options)

    async def send(self, method: str, url: str, **options) -> Answer:
        body = b""
        try:
            async with self.http.stream(method, url, **options) as response:
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > ANSWER_LIMIT:
                        raise HTTPException(502, "Enode's answer is too long.")
        except httpx.TimeoutException:
            raise HTTPException(504, "Enode did not answer in time.") from None
        except httpx.RequestError:
            raise Unreachable() from None
        return Answer(response.status_code, response.headers, body)

    async def devices(self, user: str, vendor_types: List[str]) -> list:
        """All devices of these types, as the button reads them."""
        kinds = [kind for kind in ASSET_TYPES if kind in vendor_types]
        lists = await asyncio.gather(*(self.assets(user, kind) for kind in kinds))
        return [
            device(kind, asset)
            for kind, assets in zip(kinds, lists)
            for asset in assets.values()
        ]

    async def owns(self, user: str, asset_id: str) -> bool:
        """Reads the lists of all types, because the asset may be older than the scopes."""
        lists = [asyncio.create_task(self.assets(user, kind)) for kind in ASSET_TYPES]
        failure = None
        try:
            for assets in asyncio.as_completed(lists):
                try:
                    if asset_id in await assets:
                        return True
                except HTTPException as one:
                    failure = failure or one
        finally:
            for task in lists:
                task.cancel()
        if failure:  # The asset may be in the list that nobody could read.
            raise failure
        return False

    async def assets(self, user: str, kind: str) -> Dict[str, Asset]:
        assets: Dict[str, Asset] = {}
        query = {}
        for _ in range(MOST_PAGES):
            answer = await self.call("GET", "users", user, ASSET_TYPES[kind].list, params=query)
            if answer.status == 404 and not query:
                return {}  # Enode does not know the user yet.
            page = answer.read(Page)
            for asset in page.data:
                assets.setdefault(asset.id, asset)
            if page.pagination.after is None:
                return assets
            query = {"after": page.pagination.after}
        raise HTTPException(502, "Enode's list does not end.")


def bearer(token: str) -> dict:
    return {"Authorization": f"Bearer {token}", "Enode-Version": "2024-10-01"}


def device(kind: str, asset: Asset) -> dict:
    about = {name: (text or "").strip() for name, text in asset.information or Information()}
    brand, model = about["brand"], about["model"]
    own_name = about.get(ASSET_TYPES[kind].own_name)
    return {
        "id": asset.id,
        "vendor": asset.vendor,
        "vendorType": kind,
        "name": own_name or brand_and_model(brand, model) or asset.vendor,
        "brand": brand or None,
        "model": model or None,
        "isReachable": asset.isReachable,
    }


def brand_and_model(brand: str, model: str) -> str:
    start, rest = model[: len(brand)], model[len(brand) :]
    if start.lower() == brand.lower() and not rest[:1].isalnum():
        return model
    return f"{brand} {model}".strip()


def retry_after(headers: httpx.Headers) -> Optional[dict]:
    """Enode's Retry-After in seconds. It may be a date."""
    value = headers.get("retry-after", "")
    if not value.isdecimal():
        try:
            wait = parsedate_to_datetime(value) - datetime.now(timezone.utc)
        except (TypeError, ValueError):
            return None
        value = str(max(0, round(wait.total_seconds())))
    return {"Retry-After": value}

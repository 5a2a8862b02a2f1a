"""The lists of a user's assets: which devices the button is told of, and whose an asset is."""

from concurrent.futures import ThreadPoolExecutor, as_completed

from enode import NONE, Enode, Refused, part

# Each type, the name of its list, and where the name that a user chose is.
ASSET_TYPES = {
    "vehicle": ("vehicles", "displayName"),
    "charger": ("chargers", None),
    "hvac": ("hvacs", "displayName"),
    "inverter": ("inverters", "siteName"),
    "battery": ("batteries", "siteName"),
    "meter": ("meters", "siteName"),
}
MOST_PAGES = 20
# A list waits for calls, so that calls must have threads of their own.
threads = ThreadPoolExecutor(max_workers=64)


def devices_of(user: str, vendor_types: list) -> list:
    """All devices of these types, as the button reads them."""
    enode, kinds = Enode(), [kind for kind in ASSET_TYPES if kind in vendor_types]
    lists = threads.map(lambda kind: assets(enode, user, kind), kinds)
    return [device(kind, asset) for kind, found in zip(kinds, lists) for asset in found.values()]


def owns(enode: Enode, user: str, asset_id: str) -> bool:
    """Reads the lists of all types, because the asset may be older than the scopes."""
    failure = None
    for work in as_completed(threads.submit(assets, enode, user, kind) for kind in ASSET_TYPES):
        try:
            if asset_id in work.result():
                return True
        except Refused as one:
            failure = failure or one
    if failure:  # The asset may be in the list that nobody could read.
        raise failure
    return False


def assets(enode: Enode, user: str, kind: str) -> dict:
    found, query = {}, {}
    for _ in range(MOST_PAGES):
        answer = enode.call("GET", "users", user, ASSET_TYPES[kind][0], params=query)
        if answer.status == 404 and not query:
            return {}  # Enode does not know the user yet.
        page = answer.read(data=list, pagination=dict)
        for asset in page["data"]:
            found.setdefault(part(asset, "id", str), asset)
        after = part(page["pagination"], "after", str, NONE)
        if after is None:
            return found
        query = {"after": after}
    raise Refused(502, "Enode's list does not end.")


def device(kind: str, asset: dict) -> dict:
    """No more than the button shows: where a car is, for instance, stays on the server."""
    about = part(asset, "information", dict, NONE) or {}
    own_name = text(about, ASSET_TYPES[kind][1])
    brand, model = text(about, "brand"), text(about, "model")
    vendor = part(asset, "vendor", str)
    return {
        "id": asset["id"],
        "vendor": vendor,
        "vendorType": kind,
        "name": own_name or brand_and_model(brand, model) or vendor,
        "brand": brand or None,
        "model": model or None,
        "isReachable": part(asset, "isReachable", bool, NONE),
    }


def text(about: dict, name: str) -> str:
    return (part(about, name, str, NONE) or "").strip()


def brand_and_model(brand: str, model: str) -> str:
    start, rest = model[: len(brand)], model[len(brand) :]
    if start.lower() == brand.lower() and not rest[:1].isalnum():
        return model
    return f"{brand} {model}".strip()

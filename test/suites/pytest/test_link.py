import pytest


@pytest.fixture
def callback(host):
    """The redirectUri, as the button sends it."""
    return f"{host}/api/enode/callback?enode_link={'n' * 22}"


@pytest.fixture
def link_session(host, anna, callback):
    """Asks the back end for a Link session."""
    body = {"redirectUri": callback, "language": "en-US"}
    return lambda: anna.post(f"{host}/api/enode/link-session", json=body)


@pytest.fixture
def vendors(host, anna):
    """Reads the vendors that the user has linked."""

    def read():
        user = anna.get(f"{host}/api/enode/user").json()
        return [linked["vendor"] for linked in user["linkedVendors"]]

    return read


@pytest.fixture
def devices(host, anna):
    """Reads the ids of the user's devices."""

    def read():
        answer = anna.get(f"{host}/api/enode/devices").json()
        return [device["id"] for device in answer["devices"]]

    return read


def test_names_a_device_that_was_linked(control, link_session, callback, vendors, devices):
    link_url = link_session().json()["linkUrl"]
    played = control("POST", "/play", {"linkUrl": link_url, "as": "complete"})
    assert played["returnUrl"] == callback
    assert vendors() == [played["vendor"]]
    assert devices() == played["devices"] != []


def test_has_nothing_of_a_user_who_left_early(control, link_session, callback, vendors, devices):
    link_url = link_session().json()["linkUrl"]
    played = control("POST", "/play", {"linkUrl": link_url, "as": "exit"})
    assert played["returnUrl"].startswith(f"{callback}&error=")
    assert vendors() == devices() == []


def test_tells_of_a_device_that_comes_later(control, host, anna, eventually):
    charger = control("POST", "/users/anna/devices", {"vendorType": "charger"})
    assert eventually(lambda: charger["id"] in anna.get(f"{host}/notices").json())


def test_reports_that_enode_fails(control, link_session):
    control("PUT", "/faults", {"api": {"status": 503}})
    assert link_session().status_code == 503

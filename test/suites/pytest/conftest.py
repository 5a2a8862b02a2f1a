"""The emulator and the back end under test, for all tests of a session."""

import json
import os
import subprocess
import time
from contextlib import contextmanager

import pytest
import requests

EMULATOR = ["node", "enode-link-button/command.js", "emulator", "--port=0", "--link-port=0"]
HOST = ["node", "host.js"]  # the command that starts your back end
PORT = os.environ.get("PORT", "8000")
HOST_URL = f"http://localhost:{PORT}"
WEBHOOK_SECRET = "secret-of-the-tests"


@pytest.fixture(scope="session")
def enode():
    """The emulator's addresses and credentials: the first line that it prints."""
    with running(EMULATOR, stdout=subprocess.PIPE, text=True) as emulator:
        yield json.loads(emulator.stdout.readline())


@pytest.fixture(scope="session")
def host(enode, eventually):
    """The address of your back end, which uses the emulator instead of Enode."""
    settings = {
        "PORT": PORT,
        "APP_ORIGIN": HOST_URL,
        "ENODE_OAUTH_URL": enode["oauthUrl"],
        "ENODE_API_URL": enode["apiUrl"],
        "ENODE_CLIENT_ID": enode["clientId"],
        "ENODE_CLIENT_SECRET": enode["clientSecret"],
        "ENODE_WEBHOOK_SECRET": WEBHOOK_SECRET,
    }
    with running(HOST, env=os.environ | settings):
        assert eventually(is_up), f"nothing answers at {HOST_URL}"
        create_webhook(enode)
        yield HOST_URL


@pytest.fixture
def control(enode):
    """Sends a control request to the emulator. After the test, the emulator forgets all but the webhook."""

    def send(method, path, body):
        answer = requests.request(method, f"{enode['apiUrl']}/emulator{path}", json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    yield send
    send("POST", "/reset", {"keep": ["webhooks"]})


@pytest.fixture
def anna(host):
    """An HTTP client with the session of a user. Sign in as your own users do."""
    with requests.Session() as session:
        session.post(f"{host}/sign-in", data={"user": "anna"})
        yield session


@pytest.fixture(scope="session")
def eventually():
    """Waits for a condition, such as that a webhook has arrived; returns whether it came true."""

    def wait(condition):
        for _ in range(100):
            if condition():
                return True
            time.sleep(0.1)
        return False

    return wait


@contextmanager
def running(command, **options):
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def is_up():
    try:
        return requests.get(HOST_URL).ok
    except requests.ConnectionError:
        return False


def create_webhook(enode):
    """Does what you do once at Enode."""
    token = requests.post(
        f"{enode['oauthUrl']}/oauth2/token",
        data={"grant_type": "client_credentials"},
        auth=(enode["clientId"], enode["clientSecret"]),
    ).json()["access_token"]
    requests.post(
        f"{enode['apiUrl']}/webhooks",
        json={"url": f"{HOST_URL}/hooks/enode", "secret": WEBHOOK_SECRET},
        headers={"Authorization": f"Bearer {token}"},
    ).raise_for_status()

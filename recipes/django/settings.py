"""Settings for Django 3.2 and later. What the endpoints for the button need of them is marked."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

APP_ORIGIN = os.environ.get("APP_ORIGIN", "http://localhost:8000")
PUBLIC_DIR = Path(os.environ.get("PUBLIC_DIR", "../public")).resolve()
ENODE = {
    "OAUTH_URL": os.environ.get("ENODE_OAUTH_URL", "https://oauth.sandbox.enode.io"),
    "API_URL": os.environ.get("ENODE_API_URL", "https://enode-api.sandbox.enode.io"),
    "CREDENTIALS": (os.environ["ENODE_CLIENT_ID"], os.environ["ENODE_CLIENT_SECRET"]),
    # A mounted file has a line break at its end.
    "WEBHOOK_SECRET": os.environ["ENODE_WEBHOOK_SECRET"].strip(),
}
if not ENODE["WEBHOOK_SECRET"]:
    raise ImproperlyConfigured("Set ENODE_WEBHOOK_SECRET: anybody could sign with an empty one.")

SECRET_KEY = os.environ["SESSION_SECRET"]
ALLOWED_HOSTS = [urlsplit(APP_ORIGIN).hostname]
ROOT_URLCONF = "urls"
USE_TZ = True
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# Behind a proxy that ends TLS, Django 4.0 and later would refuse the origin of the page otherwise.
CSRF_TRUSTED_ORIGINS = [APP_ORIGIN]
CSRF_FAILURE_VIEW = "views.no_csrf_token"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = APP_ORIGIN.startswith("https:")

# For the button: from Django 4.0 on, the default "same-origin" would cut the page off from the
# window of Link UI, and any value but None the return page from the page that waits.
SECURE_CROSS_ORIGIN_OPENER_POLICY = None

# For the button: a delivery of a webhook may have as much.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# For the button: the access token and the ids of deliveries are in the cache. Several processes
# need one that they share, such as Redis.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

from django.conf import settings
from django.urls import path
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.static import serve

import views

static = {"document_root": settings.PUBLIC_DIR}

urlpatterns = [
    path("api/enode/link-session", views.link_session),
    path("api/enode/user", views.linked_vendors),
    path("api/enode/devices", views.devices),
    path("api/enode/callback", views.callback),
    path("hooks/enode", views.webhook),
    path("sign-in", views.sign_in),
    # The page hands the token of the cookie to the button, in its property `headers`.
    path("", ensure_csrf_cookie(serve), {"path": "index.html", **static}),
    path("<path:path>", serve, static),
]

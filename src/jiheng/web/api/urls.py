"""Addresses below /api/: pages about tokens, and the API itself."""

from django.urls import include, path

from jiheng.web.api import views
from jiheng.web.api.site import api

_PAGES = [
    path("tokens/", views.token_list, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
]
urlpatterns = [
    path("", include((_PAGES, "api"))),
    path("v1/", api.urls),
    path("v1/<path:rest>", views.unknown, name="api-unknown"),
]

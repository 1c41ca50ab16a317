"""The office's identity provider, if it has one."""

from __future__ import annotations

import os
from typing import Any

__all__ = ["PROVIDER", "openid_connect"]

PROVIDER = "office"
"""Its name in addresses: ``/accounts/oidc/office/login/callback/`` is what the provider has to be told."""


def openid_connect() -> dict[str, Any]:
    """Settings of allauth: ``JIHENG_OIDC_URL``, ``JIHENG_OIDC_CLIENT_ID``, ``JIHENG_OIDC_CLIENT_SECRET``.

    ``JIHENG_OIDC_CLAIM`` names the claim that holds a person's login here, else ``preferred_username``.

    Raises:
        ValueError: there is an address but no client.
    """
    address = os.environ.get("JIHENG_OIDC_URL")
    if not address:
        return {}
    client, secret = (os.environ.get(f"JIHENG_OIDC_{name}", "") for name in ("CLIENT_ID", "CLIENT_SECRET"))
    if not client or not secret:
        raise ValueError("JIHENG_OIDC_URL needs JIHENG_OIDC_CLIENT_ID and JIHENG_OIDC_CLIENT_SECRET")
    claim = os.environ.get("JIHENG_OIDC_CLAIM") or "preferred_username"
    app = {
        "provider_id": PROVIDER,
        "name": PROVIDER,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": address.rstrip("/"), "claim": claim},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

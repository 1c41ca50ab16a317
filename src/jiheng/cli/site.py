"""The site of one installation, opened by the commands that run it and look after it."""

from __future__ import annotations

import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

from jiheng.errors import SiteError, UnavailableError, os_reason

__all__ = ["missing_package", "open_folder", "open_site"]

_PACKAGES = (
    "django",
    "allauth",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "argon2",
    "cryptography",
    "granian",
    "psycopg",
    "whitenoise",
)


def open_site(folder: str | None) -> Path:
    """Make Django ready for the installation in `folder` and return the folder; ``--data``, else ``JIHENG_HOME``.

    Raises:
        UnavailableError: the packages of the site are not installed.
        SiteError: the folder cannot be written to, the database's address is no address, the identity provider
            is named without a client, or the mail's settings make no sense.
    """
    if name := missing_package():
        raise UnavailableError("no-web", name=name)
    home = open_folder(folder)
    from jiheng.web.config.home import database  # noqa: PLC0415 - below jiheng.web nothing is loaded before it is needed

    try:
        database(home)
    except ValueError as error:
        raise SiteError("database-address") from error
    from jiheng.web.config.identity import openid_connect  # noqa: PLC0415 - as above

    try:
        openid_connect()
    except ValueError as error:
        raise SiteError("identity-provider") from error
    from jiheng.web.config.mail import mail_server, site_address  # noqa: PLC0415 - as above

    try:
        mail_server()
        site_address()
    except ValueError as error:
        raise SiteError("mail-server") from error
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiheng.web.config.settings"
    import django  # noqa: PLC0415 - as above

    django.setup()
    return home


def missing_package() -> str | None:
    """A package of the site that is not installed; None where all are."""
    return next((name for name in _PACKAGES if find_spec(name) is None), None)


def open_folder(folder: str | None) -> Path:
    """The folder of the installation, made where it is missing.

    Raises:
        SiteError: it cannot be written to.
    """
    if folder:
        os.environ["JIHENG_HOME"] = os.path.abspath(folder)  # noqa: PTH100 - Path.absolute leaves `..` in it
    from jiheng.web.config.home import home  # noqa: PLC0415 - only for the site

    path = home()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        for part in ("files", "static"):
            (path / part).mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise SiteError("folder", path=path, reason=os_reason(error)) from error
    return path

"""The demo into the database, once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from jiheng.errors import SiteError
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.demo.disclosure import publish_results
from jiheng.web.demo.evaluation import make_evaluations
from jiheng.web.demo.execution import make_money
from jiheng.web.demo.goals import coming_year, make_goals
from jiheng.web.demo.monitoring import make_monitoring
from jiheng.web.demo.places import BUREAU, PEOPLE, Person, make_people, make_places
from jiheng.web.demo.rectification import make_rectification
from jiheng.web.demo.results import make_results
from jiheng.web.demo.self_evaluation import make_self_evaluations
from jiheng.web.organizations.models import Organization
from jiheng.web.review.services import default_chain

__all__ = ["Demo", "load_demo"]

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for another


class Demo(NamedTuple):
    """What a visitor has to know: one password, and who there is."""

    password: str
    people: tuple[Person, ...]


def load_demo() -> Demo:
    """Fill an empty database; one that holds the demo already stays as people left it, but for forgotten passwords.

    The password is ``JIHENG_DEMO_PASSWORD``, else one that is made up once and kept beside the database.

    Raises:
        SiteError: the database holds something else, or the package lacks the example document.
    """
    is_there = Organization.objects.filter(code=BUREAU[0], name=BUREAU[1]).exists()
    if not is_there and User.objects.exists():
        raise SiteError("demo-refused")
    password = _password(settings.HOME / "demo-password")
    with transaction.atomic():
        if is_there:
            _keep_password(password)
        else:
            make_places()
            make_people(make_password(password))
            default_chain()
            make_goals(coming_year(timezone.localdate()))
            make_money(coming_year(timezone.localdate()) - 1)
            make_monitoring(coming_year(timezone.localdate()) - 1)
            make_self_evaluations(coming_year(timezone.localdate()) - 1)
            make_evaluations(coming_year(timezone.localdate()) - 1)
            make_rectification(coming_year(timezone.localdate()) - 1)
            make_results(coming_year(timezone.localdate()) - 1)
            publish_results(coming_year(timezone.localdate()) - 1)
            record("demo.loaded", actor=None)
    return Demo(password, PEOPLE)


def _password(path: Path) -> str:
    if given := os.environ.get("JIHENG_DEMO_PASSWORD"):
        return given
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    made = "-".join("".join(secrets.choice(_LETTERS) for _each in range(4)) for _group in range(3))
    path.touch(mode=0o600)
    path.write_text(made, encoding="ascii")
    return made


def _keep_password(password: str) -> None:
    people = User.objects.filter(login__in=[person.login for person in PEOPLE])
    # They began with one text for all, which takes a tenth of a second to compare.
    stored = set(people.values_list("password", flat=True))
    wrong = [text for text in stored if not check_password(password, text)]
    if wrong:
        people.filter(password__in=wrong).update(password=make_password(password), must_change_password=False)

"""Programs that call the API as the people of a world."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.web.factories import World

from jiheng.web.accounts.models import User
from jiheng.web.api.models import ApiToken, Scope
from jiheng.web.api.policies import scopes_for
from jiheng.web.api.services import _digest, token_create
from jiheng.web.goals.mapping import content_of
from jiheng.web.goals.models import Goal
from jiheng.web.goals.services import goal_create, goal_submit
from jiheng.web.review.models import Run
from jiheng.web.review.services import default_chain

ROOT = "/api/v1"


@dataclass
class Parts:
    """A form with a file, to be sent as one; `values` by their names."""

    values: dict[str, Any]

    @classmethod
    def of(cls, name: str, data: bytes, **values: Any) -> Parts:
        """With one file."""
        return cls({"file": SimpleUploadedFile(name, data), **values})


@dataclass
class Caller:
    """A program with a secret, or none."""

    secret: str | None = None
    language: str = "zh-hans"

    def __call__(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> HttpResponse:
        headers = {"Accept-Language": self.language}
        if self.secret is not None:
            headers["Authorization"] = f"Bearer {self.secret}"
        if key is not None:
            headers["Idempotency-Key"] = key
        client = Client(raise_request_exception=True)
        if isinstance(body, Parts):
            response = client.post(ROOT + path, body.values, headers=headers)
        else:
            said = body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else ""
            response = client.generic(
                method.upper(), ROOT + path, said, content_type="application/json", headers=headers
            )
        assert response.status_code < 500, f"{method} {path}: {response.content!r}"
        return response

    def get(self, path: str, **query: Any) -> Any:
        """The JSON of an address that is expected to be there."""
        text = "&".join(f"{name}={value}" for name, value in query.items())
        response = self("get", f"{path}?{text}" if text else path)
        assert response.status_code == 200, response.content
        return response.json()

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """The JSON of a write that is expected to be done."""
        response = self("post", path, {} if body is None else body, key=key)
        assert response.status_code < 300, response.content
        return response.json()


def caller(person: User, *scopes: str) -> Caller:
    """A program of a person, with all scopes that they can have if none is named."""
    return Caller(token_create(actor=person, name="测试", scopes=scopes or scopes_for(person), days=30)[1])


def forced(person: User) -> Caller:
    """A program with all scopes, those among them that the person can not have: made behind the back of the service."""
    secret = f"jh_{person.login}"
    if ApiToken.objects.filter(digest=_digest(secret)).exists():
        return Caller(secret)
    ApiToken.objects.create(
        user=person, name="测试", digest=_digest(secret), hint="jh_", scopes=Scope.values,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    return Caller(secret)


def make_draft(world: World, unit: int = 0) -> Goal:
    """A draft of a unit, with something in it."""
    from tests.web.disclosure.approved import make_sheet

    author = world.people["preparer" if unit == 0 else "other_preparer"]
    content = content_of(make_sheet(world.units[unit]))
    return goal_create(organization=world.units[unit], year=world.year, actor=author, content=content)


def make_run(world: World, unit: int = 0) -> Run:
    """Goals that were handed in."""
    default_chain()
    goal = make_draft(world, unit)
    goal_submit(goal=goal, actor=goal.created_by, explanation="测试")
    return Run.objects.get(subject_id=goal.pk)

"""Rows that wait until there are enough of them to be written together; their keys are counted here."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone

import contents
from places import Unit

__all__ = ["Approved", "Rows"]

_BATCH = 2000


class Approved(NamedTuple):
    """A project whose goals were approved.

    Attributes:
        goal, version: keys; number: of the project, of all there are.
    """

    goal: int
    version: int
    unit: Unit
    year: int
    number: int
    project: contents.Project


class Rows:
    """Everything that is written; `now` is the moment of it all."""

    def __init__(self) -> None:
        self.now, self.chance = timezone.now(), random.Random(3)
        self._waiting: dict[type[models.Model], list[models.Model]] = {}
        self._keys: dict[type[models.Model], Iterator[int]] = {}

    def add(self, model: type[models.Model], **values: Any) -> int:
        """A row; its key, counted unless it is given."""
        counted = self._keys.setdefault(model, count(1))
        key: int = values.pop("pk") if "pk" in values else next(counted)
        waiting = self._waiting.setdefault(model, [])
        waiting.append(model(pk=key, **values))
        if len(waiting) >= _BATCH:
            self._write(model)  # whom it refers to may come later: that is looked at when the transaction ends
        return key

    def write(self) -> None:
        """All that still waits."""
        for model in list(self._waiting):
            self._write(model)

    def tables(self) -> list[type[models.Model]]:
        """Those that were written to."""
        return list(self._keys)

    def moment(self, *, before: int = 1) -> datetime:
        """When somebody handed in: in the hours of three weeks of work that ended so many days ago."""
        day, minute = self.chance.randrange(20), self.chance.randrange(480)
        return self.now - timedelta(days=day + before, minutes=minute)

    def _write(self, model: type[models.Model]) -> None:
        model._default_manager.bulk_create(self._waiting.pop(model, []))  # noqa: SLF001 - Django's own name for it

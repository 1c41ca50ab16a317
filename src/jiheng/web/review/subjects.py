"""What can be reviewed: areas above this one register themselves here, so that the review knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise

from jiheng.web.review.models import Run

__all__ = ["Counts", "Subject", "register_subject", "subject_of", "subjects"]


class Counts(NamedTuple):
    """Findings of what was submitted."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0


class Subject(NamedTuple):
    """What the review asks the owner of a subject.

    Attributes:
        name: as runs and chains carry it: ``goal``.
        on_approved, on_returned, on_stopped, on_withdrawn: told when a run ends, inside the same transaction.
        open_errors: how many errors the submitted version has now.
        page: address of the thing itself.
        render: the middle of the review page as a `SafeString`, the thing with its findings and changes; its cells carry
            ``data-anchor`` with the path that comments name. None shows a link to `page` instead.
        counts: findings of the submitted version for the queues, asked once as the run begins; without it `open_errors`.
        anchor_label: what people call the cell that an anchor names; without it the anchor itself is shown.
        label: what people call the kind of thing, lazily translated: 绩效目标.
        has_qualities: whether its usual chain asks for the four qualities of 财预〔2015〕88号, which are about goals.
    """

    name: str
    on_approved: Callable[[Run], None]
    on_returned: Callable[[Run], None]
    on_stopped: Callable[[Run], None]
    on_withdrawn: Callable[[Run], None]
    open_errors: Callable[[Run], int]
    page: Callable[[Run], str]
    render: Callable[[Run, HttpRequest], str] | None = None
    counts: Callable[[Run], Counts] | None = None
    anchor_label: Callable[[Run, str], str] | None = None
    label: str | Promise = ""
    has_qualities: bool = True

    def counted(self, run: Run) -> Counts:
        """The findings of a run that begins."""
        return self.counts(run) if self.counts else Counts(errors=self.open_errors(run))

    def label_of(self, run: Run, anchor: str) -> str:
        """What people call a cell; empty for the whole."""
        return self.anchor_label(run, anchor) if anchor and self.anchor_label else anchor


_SUBJECTS: dict[str, Subject] = {}


def register_subject(
    name: str,
    *,
    on_approved: Callable[[Run], None],
    on_returned: Callable[[Run], None],
    on_stopped: Callable[[Run], None],
    on_withdrawn: Callable[[Run], None],
    open_errors: Callable[[Run], int],
    page: Callable[[Run], str],
    render: Callable[[Run, HttpRequest], str] | None = None,
    counts: Callable[[Run], Counts] | None = None,
    anchor_label: Callable[[Run, str], str] | None = None,
    label: str | Promise = "",
    has_qualities: bool = True,
) -> None:
    """Add a subject; called in `AppConfig.ready`. The same name again replaces it. See `Subject` for the arguments."""
    _SUBJECTS[name] = Subject(
        name, on_approved, on_returned, on_stopped, on_withdrawn, open_errors, page, render, counts, anchor_label,
        label, has_qualities,
    )  # fmt: skip


def subject_of(name: str) -> Subject:
    """The subject of that name.

    Raises:
        LookupError: nobody registered it.
    """
    return _SUBJECTS[name]


def subjects() -> list[str]:
    """The names of all subjects."""
    return sorted(_SUBJECTS)

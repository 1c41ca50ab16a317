"""Remarks at cells: parts of a page for htmx, whole pages without it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jiheng.web.accounts.people import person
from jiheng.web.organizations.policies import Actor
from jiheng.web.review import policies, selectors, services
from jiheng.web.review.forms import CommentForm
from jiheng.web.review.models import Comment, Run
from jiheng.web.review.subjects import subject_of
from jiheng.web.ui.errors import Conflict

__all__ = ["comment_context", "comment_resolve", "comments"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, subject: str, subject_id: int) -> HttpResponse:
    """The remarks on a subject; POST adds one."""
    run, _found = selectors.comments_of(actor=request.user, subject=subject, subject_id=subject_id)
    form = CommentForm(request.POST or None, initial={"version": run.version})
    if form.is_valid():
        try:
            services.comment_add(subject=subject, subject_id=subject_id, actor=person(request), **form.cleaned_data)
        except Conflict as conflict:
            form.add_error(None, conflict)
        else:
            return _answer(request, run)
    return _part(request, run, form)


@login_required
@require_POST
def comment_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a remark has been dealt with."""
    comment = get_object_or_404(Comment, pk=pk)
    subject, subject_id = comment.subject, comment.subject_id
    run, _found = selectors.comments_of(actor=person(request), subject=subject, subject_id=subject_id)
    services.comment_resolve(comment=comment, actor=person(request))
    return _answer(request, run)


def comment_context(actor: Actor, run: Run, form: CommentForm) -> dict[str, Any]:
    """What the part with the remarks needs: open ones first, each with the name of its cell."""
    found = selectors.comments_on(run)
    label_of = subject_of(run.subject).label_of
    labelled = [(comment, label_of(run, comment.anchor)) for comment in found]
    return {
        "run": run,
        "open_comments": [(each, label) for each, label in labelled if each.resolved_at is None],
        "resolved_comments": [(each, label) for each, label in labelled if each.resolved_at is not None],
        "comment_form": form,
        "may_comment": policies.may_comment(actor, run),
    }


def _answer(request: HttpRequest, run: Run) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _part(request, run, CommentForm(initial={"version": run.version}))
    return redirect(reverse("review:run", args=[run.pk]) + "#comments")


def _part(request: HttpRequest, run: Run, form: CommentForm) -> HttpResponse:
    context = comment_context(request.user, run, form)
    name = "review/_comments.html" if request.headers.get("HX-Request") else "review/comments.html"
    return render(request, name, context, status=422 if form.errors else 200)

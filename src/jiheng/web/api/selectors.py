"""Reading one's tokens."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from jiheng.web.api.models import ApiToken
from jiheng.web.organizations.policies import Actor

__all__ = ["token_get", "tokens_of"]


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """One's own tokens, newest first, those that are over among them."""
    return ApiToken.objects.filter(user=actor.pk)


def token_get(*, actor: Actor, pk: int) -> ApiToken:
    """One of one's own.

    Raises:
        Http404: there is none of that key, or it is somebody else's.
    """
    return get_object_or_404(tokens_of(actor), pk=pk)

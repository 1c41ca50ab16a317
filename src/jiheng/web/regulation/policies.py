"""Who may do what with regulations."""

from __future__ import annotations

from jiheng.web.organizations.policies import Actor, may_manage_year, roles

__all__ = ["may_change", "may_see"]


def may_see(actor: Actor, year: int) -> bool:
    """Everybody who has a part in the year: whoever is judged may read by what."""
    return bool(roles(actor, year))


def may_change(actor: Actor, year: int) -> bool:
    """The performance office."""
    return may_manage_year(actor, year)

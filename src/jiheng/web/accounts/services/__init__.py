"""Everything that changes a person: signing in, passwords, second factors, and what the administrators do."""

from jiheng.web.accounts.services.attempts import ADDRESS_ATTEMPTS, ATTEMPTS, LOCKED_FOR
from jiheng.web.accounts.services.people import (
    first_administrators,
    password_reset,
    person_change,
    person_create,
    person_unlock,
)
from jiheng.web.accounts.services.second_factor import reseal, second_factor_confirm, second_factor_remove
from jiheng.web.accounts.services.session import (
    language_choose,
    password_change,
    sign_in,
    sign_in_by_provider,
    sign_in_with_code,
    sign_out,
)

__all__ = [
    "ADDRESS_ATTEMPTS",
    "ATTEMPTS",
    "LOCKED_FOR",
    "first_administrators",
    "language_choose",
    "password_change",
    "password_reset",
    "person_change",
    "person_create",
    "person_unlock",
    "reseal",
    "second_factor_confirm",
    "second_factor_remove",
    "sign_in",
    "sign_in_by_provider",
    "sign_in_with_code",
    "sign_out",
]

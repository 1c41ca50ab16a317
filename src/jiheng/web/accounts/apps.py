"""People as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their ways to sign in."""

    name = "jiheng.web.accounts"
    label = "accounts"

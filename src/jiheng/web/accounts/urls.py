"""Addresses below /accounts/; those of the identity provider are in the root."""

from django.urls import path

from jiheng.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("language/", views.language, name="language"),
    path("me/", views.profile, name="profile"),
    path("me/second-factor/", views.second_factor, name="second_factor"),
    path("me/second-factor/remove/", views.second_factor_remove, name="second_factor_remove"),
]

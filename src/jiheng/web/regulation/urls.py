"""Addresses of this area."""

from django.urls import path

from jiheng.web.regulation import views

app_name = "regulation"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("examples/", views.examples, name="examples"),
]

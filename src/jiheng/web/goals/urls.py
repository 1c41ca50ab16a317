"""Addresses of this area."""

app_name = "goals"
urlpatterns: list[object] = []

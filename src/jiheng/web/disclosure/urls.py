"""Addresses of this area."""

app_name = "disclosure"
urlpatterns: list[object] = []

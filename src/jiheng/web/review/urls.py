"""Addresses of this area."""

app_name = "review"
urlpatterns: list[object] = []

"""Addresses below /organizations/."""

app_name = "organizations"
urlpatterns: list[object] = []

"""Addresses of this area, below ``analytics/``."""

from django.urls import path

from jiheng.web.analytics.views import life, overview

app_name = "analytics"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("groups.csv", overview.groups_csv, name="groups"),
    path("charts/<slug:key>.csv", overview.chart_export, name="chart"),
    path("projects/<int:pk>/", life.life, name="life"),
]

"""Addresses of this area."""

from django.urls import path

from jiheng.web.rectification.forms import ACTS
from jiheng.web.rectification.views import acts, lists, notices

app_name = "rectification"
urlpatterns = [
    path("", lists.problem_list, name="list"),
    path("export.csv", lists.problem_export, name="export"),
    path("ledger.<slug:file_format>", lists.ledger_download, name="ledger"),
    path("charts/", lists.problem_charts, name="charts"),
    path("charts/<slug:key>.csv", lists.chart_export, name="chart"),
    path("new/", notices.notice_new, name="new"),
    path("notices/<int:pk>/", notices.notice_page, name="notice"),
    path("notices/<int:pk>/letter.<slug:file_format>", notices.notice_letter, name="letter"),
    path("<int:pk>/", acts.problem_page, name="problem"),
    *(path(f"<int:pk>/{name}/", acts.act, {"name": name}, name=name) for name in ACTS),
]

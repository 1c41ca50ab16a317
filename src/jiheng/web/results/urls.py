"""Addresses of this area."""

from django.urls import path

from jiheng.web.results.views import decisions, lists

app_name = "results"
urlpatterns = [
    path("", lists.project_index, name="list"),
    path("export.csv", lists.project_export, name="export"),
    path("opinions.<slug:file_format>", lists.opinions_download, name="opinions"),
    path("accept/", decisions.accept, name="accept"),
    path("publish/", decisions.publish, name="publish"),
    path("<int:pk>/", decisions.project_page, name="project"),
    path("<int:pk>/decide/", decisions.decide, name="decide"),
    path("<int:pk>/undo/", decisions.undo, name="undo"),
    path("<int:pk>/answer/", decisions.answer, name="answer"),
]

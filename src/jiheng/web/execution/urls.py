"""Addresses of this area."""

from django.urls import path

from jiheng.web.execution.views import imports, projects

app_name = "execution"
urlpatterns = [
    path("", projects.index, name="list"),
    path("export.csv", projects.export, name="export"),
    path("<int:pk>/", projects.project, name="project"),
    path("<int:pk>/save/", projects.save, name="save"),
    path("<int:pk>/adjustment/", projects.adjustment, name="adjustment"),
    path("<int:pk>/movements.csv", projects.movements, name="movements"),
    path("<int:pk>/spending.csv", projects.chart, name="chart"),
    path("imports/", imports.index, name="imports"),
    path("imports/<int:pk>/", imports.page, name="import"),
    path("imports/<int:pk>/status/", imports.status, name="import_status"),
    path("imports/<int:pk>/check/", imports.check, name="import_check"),
    path("imports/<int:pk>/take/", imports.take, name="import_take"),
    path("imports/<int:pk>/discard/", imports.discard, name="import_discard"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:pk>/assign/", imports.assign, name="import_assign"),
    path("imports/<int:pk>/rows.csv", imports.rows, name="import_rows"),
]

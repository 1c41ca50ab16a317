"""Addresses of this area."""

from django.urls import path

from jiheng.web.attachments import views

app_name = "attachments"
urlpatterns = [
    path("<slug:owner>/<int:owner_id>/", views.files, name="files"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/file", views.download, name="download"),
]

"""Addresses below /review/."""

from django.urls import path

from jiheng.web.review import views

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("queue.csv", views.queue_export, name="queue_export"),
    path("batch/", views.batch, name="batch"),
    path("runs/", views.run_list, name="run_list"),
    path("runs.csv", views.run_export, name="run_export"),
    path("runs/<int:pk>/", views.run, name="run"),
    path("runs/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("tasks/<int:pk>/decide/", views.decide, name="decide"),
    path("tasks/<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("comments/<slug:subject>/<int:subject_id>/", views.comments, name="comments"),
    path("comments/<int:pk>/resolve/", views.comment_resolve, name="comment_resolve"),
    path("chains/<slug:subject>/", views.chain, name="chain"),
]

"""Addresses of this area, below ``monitoring/``."""

from django.urls import path

from jiheng.web.monitoring.views import alerts, papers, reports, rounds

app_name = "monitoring"
urlpatterns = [
    path("", reports.report_index, name="list"),
    path("export.csv", reports.report_export, name="export"),
    path("unit.<slug:file_format>", papers.unit_download, name="unit"),
    path("reports/<int:pk>/", reports.report_page, name="report"),
    path("reports/<int:pk>/save/", reports.report_save_typed, name="save"),
    path("reports/<int:pk>/check/", reports.report_check, name="check"),
    path("reports/<int:pk>/submit/", reports.report_submit, name="submit"),
    path("reports/<int:pk>/withdraw/", reports.report_withdraw, name="withdraw"),
    path("reports/<int:pk>/correct/", reports.report_correct, name="correct"),
    path("reports/<int:pk>/conclude/", reports.report_conclude, name="conclude"),
    path("reports/<int:pk>/print/", papers.report_print, name="print"),
    path("reports/<int:pk>/preview/", papers.report_preview, name="preview"),
    path("reports/<int:pk>/monitoring.<slug:file_format>", papers.report_download, name="download"),
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds/new/", rounds.round_new, name="round_new"),
    path("rounds/<int:pk>/", rounds.round_page, name="round"),
    path("rounds/<int:pk>/edit/", rounds.round_edit, name="round_edit"),
    path("rounds/<int:pk>/hand-out/", rounds.round_hand_out, name="hand_out"),
    path("rounds/<int:pk>/export.csv", rounds.round_export, name="round_export"),
    path("alerts/", alerts.alert_index, name="alerts"),
    path("alerts/export.csv", alerts.alert_export, name="alert_export"),
    path("alerts/heat.csv", alerts.alert_heat, name="alert_heat"),
    path("alerts/<int:pk>/", alerts.alert_page, name="alert"),
    path("alerts/<int:pk>/answer/", alerts.alert_answer, name="alert_answer"),
    path("alerts/<int:pk>/close/", alerts.alert_close, name="alert_close"),
]

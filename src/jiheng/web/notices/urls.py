"""Addresses below /notices/."""

from django.urls import path

from jiheng.web.notices.views import mail, own, reminders

app_name = "notices"
urlpatterns = [
    path("", own.notice_list, name="list"),
    path("<int:pk>/", own.notice_open, name="open"),
    path("<int:pk>/read/", own.notice_read, name="read"),
    path("read/", own.notice_read_all, name="read_all"),
    path("settings/", own.notice_settings, name="settings"),
    path("reminders/", reminders.reminder_page, name="reminders"),
    path("phases/<int:pk>/", reminders.rule_edit, name="rule"),
    path("mail/", mail.mail_page, name="mail"),
    path("mail/test/", mail.mail_test, name="mail_test"),
    path("mail/retry/", mail.mail_retry, name="mail_retry"),
]

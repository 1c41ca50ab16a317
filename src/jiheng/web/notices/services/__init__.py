"""Everything that tells somebody something, and what people set about it."""

from jiheng.web.notices.services.mailing import mails_retry, test_mail_send
from jiheng.web.notices.services.own import notice_read, notices_read_all, preferences_save
from jiheng.web.notices.services.reminders import reminders_send, rule_save
from jiheng.web.notices.services.telling import Message, notify, notify_all

__all__ = [
    "Message",
    "mails_retry",
    "notice_read",
    "notices_read_all",
    "notify",
    "notify_all",
    "preferences_save",
    "reminders_send",
    "rule_save",
    "test_mail_send",
]

"""Everything that changes something in monitoring."""

from jiheng.web.monitoring.services.alerts import alert_answer, alert_close
from jiheng.web.monitoring.services.daily import look_at_money, look_at_rounds
from jiheng.web.monitoring.services.reports import (
    SUBJECT,
    report_conclude,
    report_reopen,
    report_save,
    report_submit,
    report_withdraw,
)
from jiheng.web.monitoring.services.rounds import round_hand_out, round_save

__all__ = [
    "SUBJECT",
    "alert_answer",
    "alert_close",
    "look_at_money",
    "look_at_rounds",
    "report_conclude",
    "report_reopen",
    "report_save",
    "report_submit",
    "report_withdraw",
    "round_hand_out",
    "round_save",
]

"""What the hostile texts have not reached yet. A name leaves its list when it gets an entry; none is added."""

from __future__ import annotations

__all__ = ["PAGES_WITHOUT_A_PLACE", "POSTS_WITHOUT_A_FILLING"]


def _of(area: str, names: str) -> set[str]:
    return {f"{area}:{name}" for name in names.split()}


POSTS_WITHOUT_A_FILLING = (
    _of("monitoring", "save check correct conclude round_new round_edit alert_answer alert_close")
    | _of("evaluation", "plan_draw plan_add plan_remove plan_begin agency_new agency declare frame frame_take assign")
    | _of("evaluation", "unassign agency_choose scores report_edit report_make opinion_say opinion_answer")
    | {"disclosure:exempt_result"}
)
"""Addresses that read a form."""

PAGES_WITHOUT_A_PLACE = (
    _of("monitoring", "unit report correct print preview download round round_edit round_export alert")
    | _of("self_evaluation", "document item print preview download report submit reopen sample sample_export rescore")
    | _of("evaluation", "agency evaluation frame people score scores materials material evidence papers report")
    | _of("evaluation", "report_edit report_file table_file")
    | _of("disclosure", "manage_results preview_results result report")
    | {"analytics:chart", "analytics:life", "attachments:download"}
)
"""Addresses that show something."""

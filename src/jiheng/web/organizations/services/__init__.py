"""Everything that changes the tree, the roles in it and the calendar."""

from jiheng.web.organizations.services.exchange import Outcome, Problem, export_file, import_rows, sheets_for
from jiheng.web.organizations.services.roles import office_give, office_take, role_give, role_take
from jiheng.web.organizations.services.tree import (
    division_change,
    division_create,
    organization_change,
    organization_create,
)
from jiheng.web.organizations.services.year import cycle_change, cycle_create, phase_change, phase_create, phase_delete

__all__ = [
    "Outcome",
    "Problem",
    "cycle_change",
    "cycle_create",
    "division_change",
    "division_create",
    "export_file",
    "import_rows",
    "office_give",
    "office_take",
    "organization_change",
    "organization_create",
    "phase_change",
    "phase_create",
    "phase_delete",
    "role_give",
    "role_take",
    "sheets_for",
]

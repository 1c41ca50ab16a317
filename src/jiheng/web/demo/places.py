"""Who is who in the demo: the finance bureau, two departments, six units, and somebody for every duty.

The places are those of the example document and as invented as it is; people are called what they do.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from jiheng.web.accounts.models import Office, User
from jiheng.web.organizations.models import Cycle, Division, Kind, Membership, Organization, Phase, Role

__all__ = ["BUREAU", "PEOPLE", "Person", "make_people", "make_places", "make_year"]

_ZONE = "云溪经济开发区"
BUREAU = ("101", f"{_ZONE}财政局")
_DIVISIONS = {"301": "经济建设处", "302": "教科文卫处"}
_DEPARTMENTS = {"301": f"{_ZONE}管理委员会（主管部门）", "302": f"{_ZONE}社会事务局（主管部门）"}
_UNITS = {
    "301001": f"{_ZONE}管理委员会",
    "301002": f"{_ZONE}企业服务中心",
    "301003": f"{_ZONE}招商促进中心",
    "302001": f"{_ZONE}社会事务局",
    "302002": f"{_ZONE}实验学校",
    "302003": f"{_ZONE}社区卫生服务中心",
}


class Person(NamedTuple):
    """Somebody of the demo.

    Attributes:
        login: to sign in; name: as reviews and the log show it.
        duty: a role or an office; organization: code, empty for the three administrators.
        division: of a finance reviewer.
    """

    login: str
    name: str
    duty: Role | Office
    organization: str = ""
    division: str = ""

    @property
    def place(self) -> str:
        """The name of the organization that they act for."""
        return {BUREAU[0]: BUREAU[1], **_DEPARTMENTS, **_UNITS}.get(self.organization, "")


PEOPLE = (
    Person("tianbao", "管委会填报人", Role.PREPARER, "301001"),
    Person("lingdao", "管委会负责人", Role.UNIT_LEADER, "301001"),
    Person("tianbao2", "服务中心填报人", Role.PREPARER, "301002"),
    Person("lingdao2", "服务中心负责人", Role.UNIT_LEADER, "301002"),
    Person("tianbao3", "社会事务局填报人", Role.PREPARER, "302001"),
    Person("lingdao3", "社会事务局负责人", Role.UNIT_LEADER, "302001"),
    Person("zhuguan", "管委会预算审核人", Role.DEPARTMENT_REVIEWER, "301"),
    Person("zhuguan2", "社会事务局预算审核人", Role.DEPARTMENT_REVIEWER, "302"),
    Person("chushi", "经济建设处审核人", Role.FINANCE_REVIEWER, "101", "经济建设处"),
    Person("chushi2", "教科文卫处审核人", Role.FINANCE_REVIEWER, "101", "教科文卫处"),
    Person("jixiao", "绩效管理处审核人", Role.PERFORMANCE_OFFICE, "101"),
    Person("zhuanjia", "评审专家", Role.EXPERT, "101"),
    Person("zhuanjia2", "财务专家", Role.EXPERT, "101"),
    Person("zhuanjia3", "行业专家", Role.EXPERT, "101"),
    Person("shenji", "审计监督人", Role.AUDITOR, "101"),
    Person("xitong", "系统管理员", Office.SYSTEM),
    Person("anquan", "安全管理员", Office.SECURITY),
    Person("rizhi", "审计管理员", Office.AUDIT),
)


def make_places() -> None:
    """The tree of organizations."""
    bureau = Organization.objects.create(kind=Kind.BUREAU, code=BUREAU[0], name=BUREAU[1])
    for code, name in _DEPARTMENTS.items():
        division = Division.objects.create(bureau=bureau, name=_DIVISIONS[code])
        Organization.objects.create(kind=Kind.DEPARTMENT, code=code, name=name, parent=bureau, division=division)
    for code, name in _UNITS.items():
        Organization.objects.create(
            kind=Kind.UNIT, code=code, name=name, parent=Organization.objects.get(code=code[:3])
        )


def make_people(password: str) -> None:
    """Everybody with their duty; `password` as the table keeps it."""
    for person in PEOPLE:
        is_office = isinstance(person.duty, Office)
        user = User.objects.create(
            login=person.login, name=person.name, password=password, office=person.duty if is_office else Office.NONE
        )
        if not is_office:
            organization = Organization.objects.get(code=person.organization)
            division = Division.objects.filter(name=person.division).first()
            Membership.objects.create(user=user, organization=organization, role=person.duty, division=division)


def make_year(year: int) -> Phase:
    """A budget year whose first window is open: since last week, for twelve days more."""
    now = timezone.now()
    cycle = Cycle.objects.create(year=year)
    return Phase.objects.create(
        cycle=cycle, name="一上", opens_at=now - timedelta(days=7), due_at=now + timedelta(days=12)
    )

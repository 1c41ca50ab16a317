"""Publishing, taking back, and what is not published."""

from __future__ import annotations

from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng import publishing
from jiheng.domain.goals import Document
from jiheng.errors import JihengError, UsageError
from jiheng.interchange import document_json
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.disclosure import policies
from jiheng.web.disclosure.digests import sha256, sm3
from jiheng.web.disclosure.mapping import amount_of, project_of
from jiheng.web.disclosure.models import Exemption, Publication, PublishedFile, PublishedProject
from jiheng.web.goals.mapping import digest_of
from jiheng.web.goals.models import Goal, GoalKind
from jiheng.web.goals.selectors import approved_document
from jiheng.web.organizations.models import Organization
from jiheng.web.ui.errors import Conflict

__all__ = ["document_to_publish", "exempt", "exemption_end", "publish", "withdraw"]

_CAN_BE_MISSING = frozenset(
    {"xlsx"}
)  # Excel's cells hold no more than 32,767 characters; an approved text may be longer


class _Rendered(NamedTuple):
    """A document and its files; `left_out` says why there is none in a format."""

    document: Document
    digest: str
    files: dict[str, bytes]
    left_out: dict[str, str]


def document_to_publish(organization: Organization, year: int) -> Document:
    """What would be published now.

    Raises:
        Conflict: nothing is approved, or all of it is exempted.
    """
    exempted = Exemption.objects.filter(organization=organization, year=year).values_list("goal_id", flat=True)
    document = approved_document(organization, year, without=set(exempted))
    if not document.sheets and document.department is None:
        raise Conflict("nothing-approved", _("还没有可以公开的目标：要先批复，且没有列为不公开"))
    return document


def publish(*, organization: Organization, year: int, actor: User) -> Publication:
    """Publish the approved goals, all but the exempted; what was published before is replaced, with a trace.

    Raises:
        PermissionDenied: `actor` does not publish for the organization.
        Conflict: nothing is approved, it is published already as it stands, a file could not be made, or somebody
            changed or published it in between.
    """
    if not policies.may_publish(actor, organization, year):
        raise PermissionDenied
    # Files are made before the transaction: nobody else's writing waits for them.
    rendered = _rendered(document_to_publish(organization, year))
    try:
        return _stored(organization, year, actor, rendered)
    except IntegrityError as error:  # two at once; the constraints let one through
        raise Conflict("published-meanwhile", _("刚刚有人公开了这个单位的目标，请刷新页面查看")) from error


@transaction.atomic
def _stored(organization: Organization, year: int, actor: User, rendered: _Rendered) -> Publication:
    if digest_of(document_json(document_to_publish(organization, year))) != rendered.digest:
        raise Conflict("approved-meanwhile", _("生成文件期间又有目标批复或调整，请再点一次公开"))
    earlier = Publication.objects.filter(organization=organization, year=year).defer("document").order_by("-number")
    latest = earlier.first()
    number = latest.number + 1 if latest else 1
    if latest and latest.withdrawn_at is None:
        if latest.digest == rendered.digest:
            raise Conflict(
                "published-already", _("内容与第 {number} 次公开完全相同，不必再公开").format(number=latest.number)
            )
        _take_back(latest, actor, f"由第 {number} 次公开替换", "publication.replaced")
    amounts = [amount_of(sheet) or 0 for sheet in rendered.document.sheets]
    publication = Publication.objects.create(
        organization=organization, year=year, number=number,
        title=" ".join((rendered.document.title or "").split())[:255],
        document=document_json(rendered.document), digest=rendered.digest, left_out=rendered.left_out,
        projects_count=len(amounts), amount=sum(amounts), published_by=actor, published_at=timezone.now(),
    )  # fmt: skip
    _store_parts(publication, rendered)
    record(
        "publication.published", actor=actor, subject=publication, organization=organization.code,
        after={"year": year, "number": number, "digest": rendered.digest, "projects": len(amounts)},
    )  # fmt: skip
    return publication


def _store_parts(publication: Publication, rendered: _Rendered) -> None:
    PublishedFile.objects.bulk_create(
        PublishedFile(
            publication=publication, format=name, data=data, size=len(data), sha256=sha256(data), sm3=sm3(data)
        )
        for name, data in rendered.files.items()
    )
    projects = []
    for sheet, content in zip(rendered.document.sheets, document_json(rendered.document)["projects"], strict=True):
        project = project_of(sheet, content, str(publication.organization))
        project.publication, project.organization = publication, publication.organization
        project.year = publication.year
        projects.append(project)
    PublishedProject.objects.bulk_create(projects, batch_size=500)


def _rendered(document: Document) -> _Rendered:
    files: dict[str, bytes] = {}
    left_out: dict[str, str] = {}
    for name in publishing.FORMATS:
        try:
            files[name] = publishing.publish(document, name)
        except UsageError as error:
            if name not in _CAN_BE_MISSING:
                raise _not_made(name, error) from error
            left_out[name] = str(error)
        except JihengError as error:
            raise _not_made(name, error) from error
    return _Rendered(document, digest_of(document_json(document)), files, left_out)


def _not_made(name: str, error: JihengError) -> Conflict:
    return Conflict("file-not-made", _("没有公开：{format} 文件生成不了。{reason}").format(format=name, reason=error))


@transaction.atomic
def withdraw(*, publication: Publication, actor: User, reason: str) -> None:
    """Take a publication back; its page says so from now on, with the reason.

    Raises:
        PermissionDenied: `actor` does not publish for the organization.
        ValidationError: no reason is given.
        Conflict: it is taken back already.
    """
    if not policies.may_publish(actor, publication.organization, publication.year):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("请写明撤回理由，公众会看到")})
    _take_back(publication, actor, reason.strip(), "publication.withdrawn")


def _take_back(publication: Publication, actor: User, reason: str, action: str) -> None:
    # The condition decides between two at once.
    valid = Publication.objects.filter(pk=publication.pk, withdrawn_at=None)
    if not valid.update(withdrawn_at=timezone.now(), withdrawn_by=actor, withdrawal=reason):
        raise Conflict("withdrawn-already", _("这次公开刚刚已经撤回或替换，请刷新页面查看"))
    PublishedProject.objects.filter(publication=publication).update(is_valid=False)
    record(
        action, actor=actor, subject=publication, organization=publication.organization.code,
        before={"year": publication.year, "number": publication.number, "digest": publication.digest},
        after={"reason": reason},
    )  # fmt: skip


@transaction.atomic
def exempt(*, goal: Goal, actor: User, reason: str) -> Exemption:
    """Keep a project out of publications from the next one on; what is public already stays until it is replaced.

    Raises:
        PermissionDenied: `actor` does not publish for the organization.
        ValidationError: no reason is given, or it is no project.
        Conflict: it is exempted already.
    """
    if not policies.may_publish(actor, goal.organization, goal.year):
        raise PermissionDenied
    if goal.kind != GoalKind.PROJECT:
        raise ValidationError(_("只有项目可以列为不公开"), code="not-a-project")
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不公开的理由")})
    exemption, is_new = Exemption.objects.get_or_create(
        goal_id=goal.pk,
        defaults={
            "organization": goal.organization, "year": goal.year, "reason": reason.strip(), "given_by": actor,
        },
    )  # fmt: skip
    if not is_new:
        raise Conflict("exempted-already", _("这个项目刚刚已经列为不公开，请刷新页面查看"))
    record(
        "goal.exempted",
        actor=actor,
        subject=goal,
        organization=goal.organization.code,
        after={"reason": reason.strip()},
    )
    return exemption


@transaction.atomic
def exemption_end(*, exemption: Exemption, actor: User) -> None:
    """Let a project be published again from the next publication on.

    Raises:
        PermissionDenied: `actor` does not publish for the organization.
        Conflict: it was ended already.
    """
    if not policies.may_publish(actor, exemption.organization, exemption.year):
        raise PermissionDenied
    ended, _by_model = Exemption.objects.filter(pk=exemption.pk).delete()
    if not ended:
        raise Conflict("exemption-ended", _("这个项目刚刚已经恢复公开，请刷新页面查看"))
    goal = Goal.objects.get(pk=exemption.goal_id)
    record(
        "goal.exemption-ended", actor=actor, subject=goal, organization=exemption.organization.code,
        before={"reason": exemption.reason},
    )  # fmt: skip

"""Publishing and taking back, goals and results alike."""

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
from jiheng.web.disclosure.models import (
    Exemption,
    Part,
    Publication,
    PublishedFile,
    PublishedProject,
    PublishedReport,
    PublishedResult,
)
from jiheng.web.disclosure.result_mapping import results_of
from jiheng.web.disclosure.results import report_files, results_document
from jiheng.web.goals.selectors import approved_document
from jiheng.web.organizations.models import Organization
from jiheng.web.submissions.digests import digest_of
from jiheng.web.ui.errors import Conflict

__all__ = ["document_to_publish", "publish", "withdraw"]

_CAN_BE_MISSING = frozenset(
    {"xlsx"}
)  # Excel's cells hold no more than 32,767 characters; an approved text may be longer


class _Rendered(NamedTuple):
    """A document and its files.

    Attributes:
        left_out: why there is none in a format.
        reports: number of an evaluation's table → format → its report.
    """

    document: Document
    digest: str
    files: dict[str, bytes]
    left_out: dict[str, str]
    reports: dict[int, dict[str, bytes]]


def document_to_publish(organization: Organization, year: int, part: Part = Part.GOALS) -> Document:
    """What would be published now.

    Raises:
        Conflict: nothing is approved, or all of it is exempted.
    """
    if part == Part.RESULTS:
        document = results_document(organization, year)
        if not document.results:
            raise Conflict(
                "nothing-approved", _("还没有可以公开的结果：自评要先通过审核，评价要先定稿，且没有列为不公开")
            )
        return document
    exempted = Exemption.objects.filter(organization=organization, year=year).values_list("goal_id", flat=True)
    document = approved_document(organization, year, without=set(exempted))
    if not document.sheets and document.department is None:
        raise Conflict("nothing-approved", _("还没有可以公开的目标：要先批复，且没有列为不公开"))
    return document


def publish(*, organization: Organization, year: int, actor: User, part: Part = Part.GOALS) -> Publication:
    """Publish what is approved, all but the exempted; what was published before of that part is replaced, with a trace.

    Raises:
        PermissionDenied: `actor` does not publish for the organization.
        Conflict: nothing is approved, it is published already as it stands, a file could not be made, or somebody
            changed or published it in between.
    """
    if not policies.may_publish(actor, organization, year):
        raise PermissionDenied
    # Files are made before the transaction: nobody else's writing waits for them.
    rendered = _rendered(document_to_publish(organization, year, part))
    if part == Part.RESULTS:
        rendered = rendered._replace(reports=report_files(organization, year))
    try:
        return _stored(organization, year, part, actor, rendered)
    except IntegrityError as error:  # two at once; the constraints let one through
        raise Conflict("published-meanwhile", _("刚刚有人公开了这个单位的内容，请刷新页面查看")) from error


@transaction.atomic
def _stored(organization: Organization, year: int, part: Part, actor: User, rendered: _Rendered) -> Publication:
    if digest_of(document_json(document_to_publish(organization, year, part))) != rendered.digest:
        raise Conflict("approved-meanwhile", _("生成文件期间又有批复、调整或新的结果，请再点一次公开"))
    earlier = Publication.objects.filter(organization=organization, year=year).defer("document").order_by("-number")
    last = earlier.first()
    number = last.number + 1 if last else 1
    if valid := earlier.filter(part=part, withdrawn_at=None).first():
        if valid.digest == rendered.digest:
            raise Conflict(
                "published-already", _("内容与第 {number} 次公开完全相同，不必再公开").format(number=valid.number)
            )
        _take_back(valid, actor, f"由第 {number} 次公开替换", "publication.replaced")
    document = rendered.document
    amounts = [amount_of(sheet) or 0 for sheet in document.sheets]
    publication = Publication.objects.create(
        organization=organization, year=year, part=part, number=number,
        title=" ".join((document.title or "").split())[:255],
        document=document_json(document), digest=rendered.digest, left_out=rendered.left_out,
        projects_count=len(amounts) + len(document.results), amount=sum(amounts), published_by=actor,
        published_at=timezone.now(),
    )  # fmt: skip
    _store_parts(publication, rendered)
    record(
        "publication.published", actor=actor, subject=publication, organization=organization.code,
        after={
            "year": year, "part": part.value, "number": number, "digest": rendered.digest,
            "projects": publication.projects_count,
        },
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
    PublishedResult.objects.bulk_create(results_of(publication, rendered.document), batch_size=500)
    results = {each.number: each for each in publication.results.defer("content", "text", "title")}
    PublishedReport.objects.bulk_create(
        PublishedReport(
            result=results[number], format=name, data=data, size=len(data), sha256=sha256(data), sm3=sm3(data)
        )
        for number, files in rendered.reports.items()
        for name, data in files.items()
    )


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
    return _Rendered(document, digest_of(document_json(document)), files, left_out, {})


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
    PublishedResult.objects.filter(publication=publication).update(is_valid=False)
    record(
        action, actor=actor, subject=publication, organization=publication.organization.code,
        before={"year": publication.year, "number": publication.number, "digest": publication.digest},
        after={"reason": reason},
    )  # fmt: skip

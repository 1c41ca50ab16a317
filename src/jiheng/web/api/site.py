"""The API as one: its description, its errors, its limits, its operations."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from jiheng.web.api.auth import Token
from jiheng.web.api.described import complete
from jiheng.web.api.errors import register_errors
from jiheng.web.api.idempotency import idempotent
from jiheng.web.api.routes import (
    administration,
    audit,
    beginnings,
    chains,
    disclosure,
    evaluation,
    evaluation_people,
    evaluation_plan,
    evaluation_report,
    evaluation_scores,
    execution,
    execution_tables,
    goals,
    me,
    monitoring,
    monitoring_rounds,
    notices,
    organizations,
    overview,
    papers,
    people,
    public,
    rectification,
    rectification_notices,
    results,
    review,
    samples,
    self_evaluation,
    year,
    year_papers,
)
from jiheng.web.api.texts import later as _
from jiheng.web.api.throttle import PerMinute

__all__ = ["api"]

_DESCRIPTION = _(
    "令牌在“我的账号 → 接口令牌”里新建，放在请求头 Authorization: Bearer 里；程序能做的，不会超出本人在网站上能做的。\n\n"
    "列表分页：把上一页的 next 作为 cursor 发来，直到 next 为空。写操作可带 Idempotency-Key，24 小时内同一个键只执行一次"
    "（上传文件的除外，重复上传没有害处）。\n\n"
    "出错时得到带 code、message 和 fields（栏目的路径）的 application/problem+json：401 令牌无效，403 没有权限，404 没有或不归您看，409 与现状冲突（current 是现状），"
    "422 内容不合要求，429 太频繁（每分钟一个令牌 600 次，不带令牌的一个地址 120 次，每个网页进程分别计数）。"
)
_AREAS = (
    me, notices, organizations, year, overview, goals, beginnings, papers, review, chains, execution,
    execution_tables, monitoring, monitoring_rounds, self_evaluation, samples, evaluation, evaluation_plan,
    evaluation_people, evaluation_scores, evaluation_report, rectification, rectification_notices, results, year_papers,
    disclosure, administration, people, audit, public,
)  # fmt: skip
_ROUTERS = tuple(area.router for area in _AREAS)


class _Readable(JSONRenderer):
    """Chinese as it is, for whoever looks at an answer."""

    json_dumps_params = {"ensure_ascii": False}


class _Api(NinjaAPI):
    """Says of each operation which scope it asks for: the standard has no place for the scopes of a plain token."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return _name(operation)

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        said = super().get_openapi_schema(**where)
        scopes = {_name(each): _scopes_of(each) for each in _operations()}
        for methods in said["paths"].values():
            for operation in methods.values():
                needed = scopes[operation["operationId"]]
                operation["description"] = (
                    gettext("令牌的权限：{scopes}").format(scopes=" / ".join(needed))
                    if needed
                    else gettext("不需要令牌")
                )
        complete(said)
        return said


def _not_kept(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers belong to whoever asked; nobody on the way keeps them unless the operation says so."""

    @wraps(run)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = run(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answered


def _operations() -> list[Operation]:
    return [each for router in _ROUTERS for view in router.path_operations.values() for each in view.operations]


def _name(operation: Operation) -> str:
    area = operation.view_func.__module__.rpartition(".")[2]
    return f"{area}_{operation.view_func.__name__}"


def _scopes_of(operation: Operation) -> tuple[str, ...]:
    token = operation.auth_param
    return token.scopes if isinstance(token, Token) else ()


api = _Api(
    title="绩衡 Jiheng",
    version="1",
    renderer=_Readable(),
    description=_DESCRIPTION,
    urls_namespace="api-v1",
    throttle=[PerMinute()],
)
register_errors(api)
api.add_decorator(idempotent, mode="view")
api.add_decorator(_not_kept, mode="view")
for _router in _ROUTERS:
    api.add_router("", _router)

"""The API as one: its description, its errors, its limits, its operations."""

from __future__ import annotations

from ninja import NinjaAPI

from jiheng.web.api.errors import register_errors
from jiheng.web.api.idempotency import idempotent
from jiheng.web.api.routes import disclosure, goals, me, organizations, public, review
from jiheng.web.api.texts import later as _
from jiheng.web.api.throttle import PerMinute

__all__ = ["api"]

_DESCRIPTION = _(
    "令牌在“我的账号 → 接口令牌”里新建，放在请求头 Authorization: Bearer 里；程序能做的，不会超出本人在网站上能做的。\n\n"
    "列表分页：把上一页的 next 作为 cursor 发来，直到 next 为空。写操作可带 Idempotency-Key，24 小时内同一个键只执行一次。\n\n"
    "出错时得到 {code, message}：401 令牌无效，403 没有权限，404 没有或不归您看，409 与现状冲突（current 是现状），"
    "422 内容不合要求，429 太频繁。"
)

api = NinjaAPI(
    title="绩衡 Jiheng",
    version="1",
    description=_DESCRIPTION,
    urls_namespace="api-v1",
    throttle=[PerMinute()],
)
register_errors(api)
for _area in (me, organizations, goals, review, disclosure, public):
    # As the router's, for the API's own does not reach routers that are added to it.
    _area.router.add_decorator(idempotent, mode="view")
    api.add_router("", _area.router)

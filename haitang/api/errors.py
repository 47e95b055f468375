"""Every fault leaves in one shape: a code for machines, a sentence in each language, the field at fault."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from haitang.kernel.ledger.api import disk_full
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal, Refusals
from haitang.lib.room import no_room


class FaultOut(Schema):
    """One reason why nothing was changed."""

    code: str = Field(description="Stable, for machines.")
    zh: str
    en: str
    field: str = Field(default="", description="The field at fault, if one is.")


class FaultsOut(Schema):
    """Why nothing was changed: every reason, not the first."""

    faults: list[FaultOut]


def install(api: NinjaAPI) -> None:
    """Have *api* answer every refusal in the one shape."""

    def answer(request: HttpRequest, status: int, faults: list[FaultOut]) -> HttpResponse:
        return api.create_response(request, FaultsOut(faults=faults).model_dump(), status=status)

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        each = refusals_in(refusal)
        return answer(request, max(map(status_of, each), key=GRAVITY.index), [fault_of(one) for one in each])

    @api.exception_handler(ValidationError)
    def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(request, 422, [misfit(one) for one in error.errors])

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, _error: Http404) -> HttpResponse:
        zh, en = "这里没有，或不归您查看。", "There is nothing here, or it is not yours to see."
        return answer(request, 404, [FaultOut(code="api.not_found", zh=zh, en=en)])

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        zh = "请带上密钥：Authorization: Bearer <密钥>。"
        en = "Send a token: Authorization: Bearer <token>."
        return answer(request, 401, [FaultOut(code="api.token_missing", zh=zh, en=en)])

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        zh = f"请求读不懂：{error}"
        return answer(request, error.status_code, [FaultOut(code="api.unreadable", zh=zh, en=str(error))])


def in_one_shape(api: NinjaAPI, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """*view* of *api*, which says as well in the one shape that an address knows no such method."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # reason: any view's
        answer = view(request, *args, **kwargs)
        if answer.status_code != 405:
            return answer
        allowed = answer.headers["Allow"]
        zh, en = f"这个地址只接受 {allowed}。", f"This address takes {allowed} alone."
        faults = FaultsOut(faults=[FaultOut(code="api.method", zh=zh, en=en)])
        said = api.create_response(request, faults.model_dump(), status=405)
        said.headers["Allow"] = allowed
        return said

    return inner


def install_room(api: NinjaAPI) -> None:
    """Have *api* say in words that the database's disk is full; its other errors stay faults of ours."""

    @api.exception_handler(DatabaseError)
    def failed(request: HttpRequest, error: DatabaseError) -> HttpResponse:
        if not no_room(error):
            raise error
        refusal = disk_full()
        faults = FaultsOut(faults=[fault_of(refusal)])
        return api.create_response(request, faults.model_dump(), status=status_of(refusal))


#: Of several refusals the last of these speaks: mending what was said does not help who may not say it.
GRAVITY = (422, 409, 429, 403, 401, 507)


OF_A_CODE = {"registry.token_refused": 401, "storage.full": 507}


def refusals_in(refusal: Refusal) -> list[Refusal]:
    """Each of several, or the one."""
    return refusal.refusals if isinstance(refusal, Refusals) else [refusal]


def status_of(refusal: Refusal) -> int:
    """401 for a token, 403 for what one may not, 409 for who was slower, 429 for too often, else 422.

    507 where there was no room to keep it: nothing is wrong with what was asked, and it may be asked again.
    """
    if refusal.code in OF_A_CODE:
        return OF_A_CODE[refusal.code]
    if refusal.code.endswith(".too_often"):
        return 429
    if isinstance(refusal, Forbidden):
        return 403
    return 409 if isinstance(refusal, Conflict) else 422


def fault_of(refusal: Refusal) -> FaultOut:
    """A refusal as it leaves."""
    return FaultOut(code=refusal.code, zh=refusal.zh, en=refusal.en, field=refusal.field)


def misfit(error: dict[str, Any]) -> FaultOut:  # reason: pydantic's own error shape
    """A value of the wrong shape as it leaves; pydantic speaks English, so both sentences name the field."""
    where = error["loc"][2:] if error["loc"][0] == "body" and len(error["loc"]) > 2 else error["loc"][1:]
    name = ".".join(str(step) for step in where)
    words = error["msg"]
    zh = f"“{name}”不合要求（{words}）。"
    return FaultOut(code="api.shape", zh=zh, en=f'"{name}": {words}.', field=name)

"""Every problem as one answer: `{"error": {"name", "sentence", ...}}`, never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import fields
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException

from commonweal.api.schemas import ADDRESS_PATTERN, HASH_PATTERN, MOST_SAFE_INTEGER, ProblemAnswer
from commonweal.encoders.errors import EncodingError, ManifestMissing
from commonweal.errors import ActionFault, CommonwealError, Fault, Rejection
from commonweal.samples import SampleError
from commonweal.services.market_results import ResultUnknownFault

_log = logging.getLogger(__name__)
_PLACES = {"path": "Address part", "query": "Parameter", "header": "Header", "body": "The body"}
_PATTERNS = {
    ADDRESS_PATTERN: "an address of 0x and 40 hex digits",
    HASH_PATTERN: "a hash of 0x and 64 hex digits",
}
_EXPECTED = {
    "json_invalid": "JSON",
    "missing": "a value",
    "extra_forbidden": "no field of this name",
    "model_attributes_type": "an object",
    "model_type": "an object",
    "dict_type": "an object",
    "list_type": "a list",
    "string_type": "a text",
    "int_parsing": "a whole number",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
}


class NotFoundFault(Fault):
    """What was asked for is not there."""


class BodyTooLargeFault(Fault):
    """The request has more bytes than the API reads."""


class RequestInvalidFault(Fault):
    """A parameter or the body is not what it should be."""


class MarketConflictFault(Fault):
    """What was asked for does not go with how the market stands."""


class PageMissingFault(Fault):
    """The web page was not built."""


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problem answers of a route."""
    return {
        status: {"model": ProblemAnswer, "description": HTTPStatus(status).phrase}
        for status in statuses
    }


def problem(error: BaseException) -> dict[str, Any]:
    """Give a problem's name and sentence, and a rejection's own fields."""
    if not isinstance(error, CommonwealError):
        return {
            "name": "UnexpectedFault",
            "sentence": "The request should be answered but something unexpected happened; see "
            "the log of the server.",
        }
    found: dict[str, Any] = {"name": _name(error), "sentence": error.sentence}
    if isinstance(error, Rejection):
        for field in fields(error):
            found[to_camel(field.name)] = _json(getattr(error, field.name))
    return found


def status_of(error: CommonwealError) -> int:
    """Give the HTTP status that goes with a problem."""
    match error:
        case BodyTooLargeFault():
            return 413
        case MarketConflictFault() | ResultUnknownFault():
            return 409
        case RequestInvalidFault():
            return 422
        case NotFoundFault() | ActionFault() | ManifestMissing():
            return 404
        case EncodingError() | SampleError() | Rejection():
            return 400
        case _:
            return 503


def answer(error: CommonwealError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Give the answer that says what went wrong."""
    return JSONResponse({"error": problem(error)}, status_of(error), headers)


def install(app: FastAPI) -> None:
    """Make all problems of the app answer alike."""
    app.add_exception_handler(CommonwealError, _on_ours)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_anything)


async def _on_ours(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CommonwealError)
    return answer(error)


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = error.errors()[0]
    place, *path = [str(part) for part in found["loc"]]
    kind = found["type"]
    if kind == "json_invalid":
        where, given = "The body", str(found["ctx"]["error"])
    else:
        where = f"{_PLACES.get(place, place)} {'.'.join(path)}".strip()
        given = "nothing" if kind == "missing" else _short(found["input"])
    return answer(
        RequestInvalidFault(f"{where}: expected {_expected(found)}, found {given}; see /api/docs.")
    )


def _expected(found: Mapping[str, Any]) -> str:
    """Say in plain words what pydantic expected."""
    context = found.get("ctx", {})
    known = _EXPECTED.get(found["type"])
    if known is not None:
        return known.format(**context)
    if found["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"a text like {context['pattern']}")
    text: str = found["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return text[:1].lower() + text[1:]


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return answer(
            NotFoundFault(
                f"An address of the API was expected but {request.url.path[:80]} is none; see "
                "/api/docs."
            )
        )
    phrase = HTTPStatus(error.status_code).phrase
    body = {
        "name": phrase.title().replace(" ", "").replace("-", ""),
        "sentence": f"{request.method} {request.url.path[:80]} does not work ({phrase.lower()}); "
        "see /api/docs.",
    }
    return JSONResponse({"error": body}, error.status_code, error.headers)


async def _on_anything(_: Request, error: Exception) -> JSONResponse:
    _log.error("A request failed", exc_info=error)
    return JSONResponse({"error": problem(error)}, 500)


def _name(error: CommonwealError) -> str:
    return error.kind if isinstance(error, EncodingError | SampleError) else type(error).__name__


def _json(value: object) -> object:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, int) and value > MOST_SAFE_INTEGER:
        return str(value)
    return value


def _short(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"

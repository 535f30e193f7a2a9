"""The built web page, at every address that is none of the API's."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, RedirectResponse, Response

from commonweal.api.deps import SettingsOf
from commonweal.api.errors import NotFoundFault, PageMissingFault

router = APIRouter(include_in_schema=False)

_START = "index.html"
_HASHED = "assets"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'self'; connect-src *; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
}


@router.get("/docs")
def docs() -> Response:
    """Lead to the API's documentation."""
    return RedirectResponse("/api/docs")


@router.get("/openapi.json")
def openapi() -> Response:
    """Lead to the API's description."""
    return RedirectResponse("/api/openapi.json")


@router.api_route("/{path:path}", methods=["GET", "HEAD"])
def page(path: str, settings: SettingsOf) -> Response:
    """Give a file of the page, or its start page, which finds its own way."""
    if path == "api" or path.startswith("api/"):
        raise NotFoundFault(
            f"An address of the API was expected but /{path[:80]} is none; see /api/docs."
        )
    folder = settings.page_folder.resolve()
    start = folder / _START
    if not start.is_file():
        raise PageMissingFault(
            f"The built web page was expected in {folder.parent.name}/{folder.name} but is not "
            "there; run `make build` and load this page again."
        )
    file = _file(folder, path)
    if file is None:
        if "." in path.rsplit("/", 1)[-1]:
            raise NotFoundFault(f"The web page has no file {path[:80]}; load its start page anew.")
        return FileResponse(start, headers=_HEADERS | {"Cache-Control": "no-cache"})
    hashed = file.relative_to(folder).parts[0] == _HASHED
    kept = "public, max-age=31536000, immutable" if hashed else "no-cache"
    return FileResponse(file, headers=_HEADERS | {"Cache-Control": kept})


def _file(folder: Path, path: str) -> Path | None:
    """Give a file of the folder, never one outside of it."""
    try:
        file = (folder / path).resolve()
        return file if file.is_relative_to(folder) and file.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None

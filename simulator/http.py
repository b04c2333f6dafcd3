"""HTTP as Plex speaks it: JSON or XML, and bare pages for errors."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
import gzip
import json
from xml.etree import ElementTree as ET

from aiohttp import hdrs, web

TOKEN = "X-Plex-Token"
CLIENT_IDENTIFIER = "X-Plex-Client-Identifier"

KEEP_ALIVE = 20.0
"""Seconds that a server keeps an idle connection (fact sheet, section 5)."""

GZIP_FROM = 1024
"""Bytes from which on a body is compressed for a client that wants it."""

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
type Fields = Mapping[str, object]


def token_of(request: web.Request) -> str | None:
    """Return the token of a request: header first, then query."""
    return request.headers.get(TOKEN) or request.query.get(TOKEN)


def wants_json(request: web.Request) -> bool:
    """Tell whether the client asked for JSON; Plex answers XML by default."""
    accept = request.headers.get(hdrs.ACCEPT, "")
    return "application/json" in accept or request.path.endswith(".json")


def answer(
    request: web.Request,
    root: str,
    fields: Fields | Sequence[Fields],
    *,
    status: int = 200,
    xml: ET.Element | None = None,
    json_root: bool = True,
) -> web.Response:
    """Return fields as JSON or XML, as the client asked."""
    if wants_json(request):
        content = {root: fields} if json_root else fields
        text, kind = json.dumps(content), "application/json"
    else:
        element = _element(root, fields) if xml is None else xml
        text = ET.tostring(element, encoding="unicode", xml_declaration=True)
        kind = "text/xml"
    response = web.Response(text=text, status=status, content_type=kind)
    return _compressed(request, response)


def _element(root: str, fields: Fields | Sequence[Fields]) -> ET.Element:
    return to_xml(root, fields if isinstance(fields, Mapping) else {"row": fields})


def to_xml(name: str, fields: Fields) -> ET.Element:
    """Return scalars as attributes, and lists and mappings as children."""
    element = ET.Element(name)
    for key, value in fields.items():
        if isinstance(value, list | tuple):
            for row in value:
                element.append(to_xml(key, row))
        elif isinstance(value, Mapping):
            element.append(to_xml(key, value))
        elif value is not None:
            element.set(key, xml_text(value))
    return element


def xml_text(value: object) -> str:
    """Return a scalar as Plex writes it into an attribute."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def html_page(title: str, *, status: int, head: str = "") -> web.Response:
    """Return the bare page with which Plex reports errors."""
    text = (
        f"<html><head>{head}<title>{title}</title></head>"
        f"<body><h1>{status} {title}</h1></body></html>"
    )
    return web.Response(text=text, status=status, content_type="text/html")


def _compressed(request: web.Request, response: web.Response) -> web.Response:
    body = response.body
    if (
        not isinstance(body, bytes)
        or len(body) < GZIP_FROM
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    packed = gzip.compress(body)
    response.body = packed
    response.headers[hdrs.CONTENT_ENCODING] = "gzip"
    response.headers["X-Plex-Content-Original-Length"] = str(len(body))
    response.headers["X-Plex-Content-Compressed-Length"] = str(len(packed))
    return response

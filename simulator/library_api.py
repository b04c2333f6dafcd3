"""The endpoints of a library: some read, and some act.

Plex acts on GET too, where its own documents say PUT or POST; both are accepted.
Executed actions are counted in `MediaServer.actions` before the answer, so that a lost
answer belongs to an executed one.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .http import answer, to_xml, wants_json
from .library import SECTIONS
from .media_server import MediaServer

CONTAINER = "MediaContainer"
LIBRARY = "com.plexapp.plugins.library"
"""The identifier that actions on items have to name."""

ELEMENTS = {"movie": "Video", "episode": "Video", "track": "Track", "show": "Directory"}
"""The XML names of items; JSON says "Metadata" for all."""

type Endpoint = Callable[[web.Request], Awaitable[web.StreamResponse]]
type Guard = Callable[[Endpoint], Endpoint]


def add_routes(
    app: web.Application, server: MediaServer, *, for_users: Guard, for_owner: Guard
) -> None:
    """Add the routes to a server's application."""
    api = _Library(server)
    for path, endpoint in (
        ("/library/sections", api.sections),
        ("/library/sections/", api.sections),
        (r"/library/sections/{section:\d+}", api.section),
        (r"/library/sections/{section:\d+}/all", api.items),
        (r"/library/metadata/{key:\d+}", api.item),
    ):
        app.router.add_get(path, for_users(endpoint))
    app.router.add_get("/library", for_owner(api.root))
    for methods, path, endpoint, guard in (
        ("GET PUT", "/:/scrobble", api.scrobble, for_users),
        ("GET PUT", "/:/unscrobble", api.unscrobble, for_users),
        ("GET PUT", "/:/rate", api.rate, for_users),
        ("GET POST", "/:/timeline", api.done, for_users),
        ("POST", "/playlists", api.done, for_users),
        (
            "GET POST PUT DELETE",
            r"/library/sections/{section:\d+|all}/refresh",
            api.refresh,
            for_owner,
        ),
        ("PUT", r"/library/sections/{section:\d+}/all", api.edit, for_owner),
        ("PUT", r"/library/metadata/{key:\d+}", api.edit, for_owner),
        ("PUT", r"/library/metadata/{key:\d+}/refresh", api.refresh_item, for_owner),
        ("PUT", "/:/prefs", api.prefer, for_owner),
    ):
        for method in methods.split():
            app.router.add_route(method, path, guard(endpoint))


def items_answer(
    request: web.Request, rows: list[dict[str, Any]], **head: object
) -> web.Response:
    """Return items as JSON or XML, each with its own names for them."""
    fields = {"size": len(rows), **head}
    if wants_json(request):
        return answer(request, CONTAINER, fields | {"Metadata": rows})
    xml = to_xml(CONTAINER, fields)
    for row in rows:
        xml.append(to_xml(ELEMENTS.get(str(row.get("type")), "Video"), row))
    return answer(request, CONTAINER, fields, xml=xml)


class _Library:
    def __init__(self, server: MediaServer) -> None:
        self._server = server

    # Reading

    async def root(self, request: web.Request) -> web.Response:
        """List the library's resources."""
        rows = [{"key": key, "title": key} for key in ("sections", "recentlyAdded")]
        return answer(
            request,
            CONTAINER,
            {
                "size": len(rows),
                "identifier": LIBRARY,
                "title1": "Plex Library",
                "Directory": rows,
            },
        )

    async def sections(self, request: web.Request) -> web.Response:
        """List the sections."""
        rows = [section.row() for section in SECTIONS.values()]
        return answer(
            request,
            CONTAINER,
            {"size": len(rows), "title1": "Plex Library", "Directory": rows},
        )

    async def section(self, request: web.Request) -> web.Response:
        """Show one section."""
        section = SECTIONS[self._section(request)]
        return answer(request, CONTAINER, {"size": 1, "Directory": [section.row()]})

    async def items(self, request: web.Request) -> web.Response:
        """List the items of a section, or a page of them."""
        section = SECTIONS[self._section(request)]
        keys = self._server.library.keys(section.key)
        start = _number(request, "X-Plex-Container-Start", 0)
        size = _number(request, "X-Plex-Container-Size", len(keys))
        return items_answer(
            request,
            list(self._server.library.rows(keys[start : start + size])),
            totalSize=len(keys),
            offset=start,
            identifier=LIBRARY,
            librarySectionID=section.key,
            librarySectionTitle=section.title,
            viewGroup=section.kind,
        )

    async def item(self, request: web.Request) -> web.Response:
        """Show one item."""
        key = self._item(request.match_info["key"])
        rows = list(self._server.library.rows(range(key, key + 1)))
        return items_answer(request, rows, identifier=LIBRARY)

    # Acting

    async def done(self, request: web.Request) -> web.Response:
        """Execute an action that has no effect here except the count."""
        return self._carried_out(request)

    async def scrobble(self, request: web.Request) -> web.Response:
        """Mark an item as watched once more."""
        self._server.library.view_counts[self._target(request)] += 1
        return self._carried_out(request)

    async def unscrobble(self, request: web.Request) -> web.Response:
        """Mark an item as never watched."""
        del self._server.library.view_counts[self._target(request)]
        return self._carried_out(request)

    async def rate(self, request: web.Request) -> web.Response:
        """Rate an item."""
        key = self._target(request)
        try:
            stars = float(request.query.get("rating", ""))
        except ValueError:
            raise web.HTTPBadRequest from None
        self._server.library.ratings[key] = stars
        return self._carried_out(request)

    async def refresh(self, request: web.Request) -> web.Response:
        """Scan a section, or all; DELETE stops that."""
        if request.match_info["section"] != "all":
            self._section(request)
        return self._carried_out(request)

    async def refresh_item(self, request: web.Request) -> web.Response:
        """Refresh an item's metadata."""
        self._item(request.match_info["key"])
        return self._carried_out(request)

    async def edit(self, request: web.Request) -> web.Response:
        """Change an item's title, by its own address or by its section's."""
        key = self._item(request.match_info.get("key") or request.query.get("id", ""))
        if title := request.query.get("title.value"):
            self._server.library.titles[key] = title
        return self._carried_out(request)

    async def prefer(self, request: web.Request) -> web.Response:
        """Change settings."""
        for name, value in request.query.items():
            if not name.startswith("X-Plex-"):
                self._server.profile.preferences[name] = value
        return self._carried_out(request)

    # Inside

    def _carried_out(self, request: web.Request) -> web.Response:
        self._server.actions[f"{request.method} {request.path}"] += 1
        return web.Response()

    def _section(self, request: web.Request) -> int:
        number = int(request.match_info["section"])
        if number not in SECTIONS:
            raise web.HTTPNotFound
        return number

    def _target(self, request: web.Request) -> int:
        if request.query.get("identifier") != LIBRARY:
            raise web.HTTPBadRequest
        return self._item(request.query.get("key", ""))

    def _item(self, key: str) -> int:
        if not key.isdecimal() or self._server.library.section_of(int(key)) is None:
            raise web.HTTPNotFound
        return int(key)


def _number(request: web.Request, name: str, default: int) -> int:
    text = request.headers.get(name) or request.query.get(name) or ""
    return int(text) if text.isdecimal() else default

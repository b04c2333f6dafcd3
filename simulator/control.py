"""The control surface: a running simulation, steered from another process.

Plain HTTP on 127.0.0.1:

    POST /control              an action (see `actions`) as JSON; 204, or 400
    GET  /control/addresses    {"192.168.40.12:32400": "127.0.0.1:45123", …}; null:
                               nothing ever listened there
    GET  /control/pins         the PINs that wait for a sign-in:
                               [{"code", "product"}, …]
    GET  /control/record       {"summary", "tokens_in_clear", "requests": […],
                               "datagrams": […]}
    GET  /control/tokens       every token that was ever given out, and whose it is
    GET  /control/switches     {"world", "servers", "course"}: what the page shows
    POST /control/switches     {"key", "server", "on"}, {"restore": true} or
                               {"course": true | false}; 204, or 400

For people there are two pages: / has a button for each of `switches`, and /auth is
Plex's sign-in page, as at app.plex.tv. Flipping a switch takes over control: the
timeline stops until it is restarted.
"""

from collections.abc import Callable
from dataclasses import asdict
import errno
from json import JSONDecodeError
from typing import Any

from aiohttp import web

from . import switches
from .actions import UnknownActionError, perform
from .control_page import PAGE
from .course import Course
from .guard import guard
from .peer import LOOPBACK
from .record import DatagramEntry, RequestEntry
from .sign_in_page import sign_in_routes
from .simulation import Simulator


class Control:
    """Serves the control surface of one simulation."""

    def __init__(
        self,
        simulator: Simulator,
        *,
        port: int = 0,
        say: Callable[[str], None],
        course: Course | None = None,
    ) -> None:
        """Serve on `port` of 127.0.0.1; on a free one if it is 0 or taken."""
        self._simulator = simulator
        self._say = say
        self._course = course
        self._wanted_port = port
        app = web.Application(middlewares=[guard])
        app.router.add_get("/", _page)
        app.router.add_routes(sign_in_routes(simulator.plex_tv))
        app.router.add_post("/control", self._act)
        app.router.add_get("/control/addresses", self._addresses)
        app.router.add_get("/control/pins", self._pins)
        app.router.add_get("/control/record", self._record)
        app.router.add_get("/control/switches", self._switches)
        app.router.add_post("/control/switches", self._turn)
        app.router.add_get("/control/tokens", self._tokens)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self._runner.addresses[0][1])

    @property
    def url(self) -> str:
        """Return its URL without a path."""
        return f"http://{LOOPBACK}:{self.port}"

    async def start(self) -> None:
        """Listen."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, LOOPBACK, self._wanted_port).start()
        except OSError as err:
            if err.errno != errno.EADDRINUSE:
                raise
            await web.TCPSite(self._runner, LOOPBACK, 0).start()

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()

    async def _act(self, request: web.Request) -> web.Response:
        try:
            action = await request.json()
            await perform(self._simulator, action)
            # At once: the caller may go on immediately in another process.
            self._simulator.write_network()
        except (JSONDecodeError, AttributeError, UnknownActionError) as err:
            return web.Response(status=400, text=str(err))
        self._say(" ".join(f"{key}={value}" for key, value in action.items()))
        return web.Response(status=204)

    async def _switches(self, _request: web.Request) -> web.Response:
        course = self._course
        return web.json_response(
            switches.shown(self._simulator)
            | {
                "course": {
                    "has_steps": course is not None and course.has_steps,
                    "goes_on": course is not None and course.goes_on,
                }
            }
        )

    async def _turn(self, request: web.Request) -> web.Response:
        try:
            wanted = await request.json()
            said = self._turned(wanted)
        except (JSONDecodeError, LookupError, TypeError, AttributeError) as err:
            return web.Response(status=400, text=str(err))
        self._simulator.write_network()
        self._say(said)
        return web.Response(status=204)

    def _turned(self, wanted: dict[str, Any]) -> str:
        """Apply the page's request; return a description."""
        course = self._course
        if course is not None and wanted.get("course") is True:
            switches.restore(self._simulator)
            course.begin()
            return "Automatic events are resumed"
        if course is not None:
            course.halt()
        if wanted.get("restore") is True:
            switches.restore(self._simulator)
            return "Everything is repaired"
        if "course" in wanted:
            return "Automatic events are stopped"
        return switches.turn(
            self._simulator, wanted["key"], wanted.get("server"), on=bool(wanted["on"])
        )

    async def _addresses(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                listener.place: listener.stand_in
                for listener in self._simulator.listeners()
            }
        )

    async def _pins(self, _request: web.Request) -> web.Response:
        plex_tv = self._simulator.plex_tv
        waiting = plex_tv.pins.waiting(plex_tv.world.now())
        return web.json_response(
            [{"code": pin.code, "product": pin.product} for pin in waiting]
        )

    async def _record(self, _request: web.Request) -> web.Response:
        record = self._simulator.record
        return web.json_response(
            {
                "summary": record.summary(),
                "tokens_in_clear": record.tokens_in_clear(),
                "requests": [_as_json(entry) for entry in record.requests],
                "datagrams": [_as_json(entry) for entry in record.datagrams],
            }
        )

    async def _tokens(self, _request: web.Request) -> web.Response:
        tokens = self._simulator.tokens
        return web.json_response({each: tokens.whose(each) for each in tokens.values()})


async def _page(_request: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


def _as_json(entry: RequestEntry | DatagramEntry) -> dict[str, object]:
    return asdict(entry) | {"when": entry.when.isoformat()}

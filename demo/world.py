"""The simulated Plex world as a child process."""

import asyncio
from collections.abc import Callable
from pathlib import Path
import sys
from typing import Any, Self

from aiohttp import ClientSession

STOP_TIMEOUT = 10.0
"""Seconds for the simulation to exit."""

PAGES = ("Page of controls", "Sign-in page")
"""Prefixes of the lines with the addresses of its pages."""


class World:
    """A running simulation; a context manager.

    `network` is the file that a process needs to enter it, `authority` the folder with
    the certificate authority that it has to trust.
    """

    def __init__(
        self,
        scenario: str,
        *,
        authority: Path,
        network: Path,
        say: Callable[[str], None],
        control_port: int = 0,
    ) -> None:
        """Take the scenario's name or file, and the listener for events.

        Its pages are on `control_port`; on any free one if that is 0 or taken.
        """
        self.network = network
        self._arguments = [
            scenario,
            "--authority",
            str(authority),
            "--network",
            str(network),
            "--control-port",
            str(control_port),
        ]
        self._say = say
        self._control = ""

    async def __aenter__(self) -> Self:
        """Start it; return once it listens on all ports."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "simulator",
            *self._arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            # Ctrl-C is for the demo, which stops its children in order.
            start_new_session=True,
        )
        while not self._control or not self.network.exists():
            self._note(await self._line())
        self._session = ClientSession()
        self._listening = asyncio.ensure_future(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop it."""
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        await self._session.close()
        if self._process.returncode is None:
            self._process.terminate()
        try:
            async with asyncio.timeout(STOP_TIMEOUT):
                await self._process.communicate()
        except TimeoutError:
            self._process.kill()
            await self._process.communicate()

    @property
    def controls(self) -> str:
        """Return the URL of the controls page."""
        return self._control.removesuffix("control")

    @property
    def sign_in_page(self) -> str:
        """Return the URL of Plex's sign-in page."""
        return f"{self.controls}auth"

    async def act(self, **action: Any) -> None:
        """Perform an action."""
        async with self._session.post(self._control, json=action) as response:
            response.raise_for_status()

    async def record(self) -> dict[str, Any]:
        """Return the simulation's record so far."""
        return await self._get("record")

    async def tokens(self) -> dict[str, Any]:
        """Return every token ever issued, and its owner."""
        return await self._get("tokens")

    async def addresses(self) -> dict[str, str | None]:
        """Return the local address of each simulated address."""
        return await self._get("addresses")

    async def _get(self, what: str) -> dict[str, Any]:
        """Return one of the simulation's reports about itself."""
        async with self._session.get(f"{self._control}/{what}") as response:
            response.raise_for_status()
            answer: dict[str, Any] = await response.json()
            return answer

    def _note(self, line: str) -> None:
        """Parse a line of its introduction."""
        _, _, text = line.partition("  ")
        if text.startswith("Control "):
            self._control = text.removeprefix("Control ")

    async def _line(self) -> str:
        """Return its next line; raises at the end of its output."""
        if self._process.stdout is None:
            raise RuntimeError("the simulation was started without a pipe")
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the simulation ended by itself")
        return line.decode().rstrip()

    async def _listen(self) -> None:
        """Report events, without the time and the initial list."""
        while True:
            line = await self._line()
            _, _, text = line.partition("  ")
            if " = " not in text and not text.startswith(PAGES):
                self._say(text)

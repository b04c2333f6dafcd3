"""A real Home Assistant as a child process, on this machine's loopback only."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
import os
from pathlib import Path
from random import Random
import signal
import socket
import sys
from typing import Self, override

from .api import Api, Owner
from .configuration import prepare

ROOT = Path(__file__).parents[1]

START_TIMEOUT = 180.0
"""Seconds; a start takes 6 s on two idle cores, and more if they are busy."""

RESTARTS = 100
"""Home Assistant's exit code when it wants to be started again. Its `RESTART_EXIT_CODE`
is not imported: what only watches it does not load it."""

STOP_TIMEOUT = 60.0
"""Seconds for Home Assistant to write its files and exit."""


ENVIRONMENT = {
    # Where Home Assistant finds custom_components, including ours.
    "PYTHONPATH": str(ROOT),
    # Everything it needs is installed; it must not download more.
    "UV_OFFLINE": "1",
}

OWNER = Owner()


PORTS = range(20_000, 32_000)
"""Below the range from which Linux assigns ports: in the seconds between choice and
use, no other process gets one of these by chance."""


def free_port() -> int:
    """Return a currently free port of this machine; OSError if there is none."""
    for port in Random().sample(PORTS, 50):  # noqa: S311 - no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("none of 50 ports is free")


class ProcessError(Exception):
    """Home Assistant did not start, or did not stop cleanly."""


class HomeAssistant(Api):
    """A Home Assistant with our integration and its owner signed in.

    Use it as a context manager: inside, it runs and answers.
    """

    def __init__(
        self,
        config_dir: Path,
        *,
        port: int = 8123,
        environment: Mapping[str, str] | None = None,
        wrapper_module: str = "homeassistant",
        owner: Owner = OWNER,
    ) -> None:
        """Take its configuration directory, and how to start it.

        `environment` adds to this process's own. `wrapper_module` is run with Home
        Assistant's arguments, does what it must before anything of Home Assistant is
        imported, and calls `homeassistant.__main__.main()`.
        """
        super().__init__(f"http://127.0.0.1:{port}")
        self.config_dir = config_dir.absolute()
        self.port = port
        self.owner = owner
        self._wrapper_module = wrapper_module
        self._environment = dict(environment or {})
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> Path:
        """Return Home Assistant's log file of this run."""
        return self.config_dir / "home-assistant.log"

    @property
    def console(self) -> Path:
        """Return the file with its output, which shows why an early start failed."""
        return self.config_dir / "console.log"

    @override
    async def __aenter__(self) -> Self:
        """Start it; return once it has started completely."""
        self._refuse_taken_port()
        prepare(self.config_dir, port=self.port)
        await super().__aenter__()
        try:
            self._process = await self._start()
            await self._serve_or_die()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    @override
    async def __aexit__(self, *_: object) -> None:
        """Stop it, and wait until it has exited."""
        await super().__aexit__()
        if self._process:
            await self._stop(self._process)

    async def wait(self) -> int:
        """Wait until it exits by itself; return its exit code."""
        if self._process is None:
            raise ProcessError("Home Assistant was not started")
        return await self._process.wait()

    async def restarted(self) -> bool:
        """Wait until it exits by itself; return whether it runs again.

        It does if it exited for a restart that its user requested.
        """
        if await self.wait() != RESTARTS:
            return False
        self._process = await self._start()
        await self._serve_or_die()
        return True

    @property
    def process_id(self) -> int:
        """Return the id of the running process."""
        if self._process is None:
            raise ProcessError("Home Assistant was not started")
        return self._process.pid

    async def kill(self) -> None:
        """Kill it, like a power cut: it writes nothing any more."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def _refuse_taken_port(self) -> None:
        """Raise ProcessError if another process uses the port."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError as err:
                raise ProcessError(f"port {self.port} is taken: {err}") from err

    async def _start(self) -> asyncio.subprocess.Process:
        """Start the child in its own session.

        Otherwise Ctrl-C would reach it before us, and stop it while its user still
        talks to it.
        """
        with self.console.open("w") as console:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self._wrapper_module,
                "--config",
                self.config_dir,
                cwd=self.config_dir,
                env=os.environ | ENVIRONMENT | self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
            )

    async def _serve_or_die(self) -> None:
        """Wait until it serves; raise as soon as it is certain that it will not."""
        serving = asyncio.ensure_future(self._serve())
        dying = asyncio.ensure_future(self.wait())
        try:
            await asyncio.wait(
                (serving, dying),
                timeout=START_TIMEOUT,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if serving.done():
                return serving.result()
        finally:
            serving.cancel()
            dying.cancel()
            await asyncio.gather(serving, dying, return_exceptions=True)
        tail = "\n".join(self.console.read_text().splitlines()[-20:])
        raise ProcessError(f"Home Assistant did not start:\n{tail}")

    async def _serve(self) -> None:
        """Wait until it serves, sign in, and wait until it has started completely."""
        await self.sign_in(self.owner)
        await self.running()

    async def _stop(self, process: asyncio.subprocess.Process) -> None:
        """Terminate it; kill it if it does not stop."""
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_TIMEOUT):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
            raise ProcessError("Home Assistant did not stop by itself") from None

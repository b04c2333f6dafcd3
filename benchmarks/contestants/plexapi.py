"""An unmodified python-plexapi; its fast-connect setting is the environment's."""

# mypy: disable-error-code="no-untyped-call"

from time import perf_counter
from typing import Any, override

from plexapi.exceptions import NotFound
from plexapi.myplex import MyPlexAccount
from requests import Session

from . import Contestant, Finding, Task


class PlexApi(Contestant):
    """`MyPlexResource.connect()` as its documentation shows it."""

    def __init__(self) -> None:
        """Keep a session of our own, so that its sockets can be closed."""
        self._session = Session()
        self._resource: Any = None

    @override
    def prepare(self, task: Task) -> None:
        account = MyPlexAccount(token=task.token, session=self._session)
        self._resource = account.resource(task.server)
        self._session.close()

    @override
    def run(self) -> Finding:
        start = perf_counter()
        try:
            server = self._resource.connect()
        except NotFound:
            return Finding(seconds=perf_counter() - start, url=None)
        return Finding(seconds=perf_counter() - start, url=server._baseurl)  # noqa: SLF001

    @override
    def rest(self) -> None:
        self._session.close()

"""Follows an account's servers, and sends the messages that the policy decides on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
import logging
from typing import Any, Protocol, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send

from ..background_work import exceptions_logged
from ..connection import ConnectionReport, ServerRecord, is_near
from ..const import DOMAIN
from ..diagnosis import Problem
from ..signals import SIGNAL_NEIGHBOUR, SIGNAL_REMEMBER
from ..timers import Timed
from .delivery import Delivery
from .message import Message, MessageKind
from .policy import AccountMessages
from .relay_notification import async_stay
from .wording import Subject, cause_of, words_of

_LOGGER = logging.getLogger(__name__)

EXPLAINED = frozenset({MessageKind.OFFLINE, MessageKind.AGAIN, MessageKind.RELAY})
"""Messages that name a cause, found when they are sent."""

SAME_TOPIC = {
    MessageKind.AGAIN: "offline",
    MessageKind.BACK: "offline",
    MessageKind.SUMMARY: "offline",
    MessageKind.SOLVED: "problem",
}
"""Messages that replace an earlier one in Home Assistant's notifications."""


class Told(Protocol):
    """A server, as far as messages need it."""

    data: ConnectionReport

    @property
    def record(self) -> ServerRecord:
        """Return what plex.tv last listed of the server."""

    @property
    def problem(self) -> Problem | None:
        """Return the root cause as published; None before there is a connection."""

    @property
    def problem_lasted(self) -> float:
        """Return for how many seconds the root cause published has been found."""

    def cause(self) -> Problem | None:
        """Return the root cause as known now, even if it has not lasted yet."""


class Messenger(Timed):
    """Sends the messages about one account's servers."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry_id: str,
        *,
        policy: AccountMessages,
        delivery: Delivery,
        servers: Mapping[str, Told],
        muted: Collection[str],
    ) -> None:
        """Send nothing yet; `servers` are all watched, none is about `muted` ones."""
        super().__init__(hass, "messages")
        self._entry_id = entry_id
        self._policy = policy
        self._delivery = delivery
        self._servers = servers
        self._muted = muted
        self._is_stopped = False

    def to_dict(self) -> dict[str, Any]:
        """Return what the user knows, to be stored."""
        return self._policy.to_dict()

    @callback
    def async_start(self) -> None:
        """Forget the servers that are no longer watched, or muted."""
        self._policy.keep(self._servers.keys() - {*self._muted})

    @callback
    def async_observe(self, server_id: str) -> None:
        """Take what is shown of a server now."""
        server = self._servers.get(server_id)
        if server is None or self._is_stopped or server_id in self._muted:
            return
        report = server.data
        others = self._policy.observe(
            server_id,
            kind=report.connection_type,
            is_starting=report.starting,
            problem=server.problem,
            problem_lasted=server.problem_lasted,
        )
        for other in sorted(others):
            signal = SIGNAL_NEIGHBOUR.format(self._entry_id, other)
            async_dispatcher_send(self._hass, signal)
        self._async_send_due()
        self._async_set_timer()

    @callback
    def async_forget(self, server_id: str) -> None:
        """Forget a server that is no longer watched."""
        self._policy.forget(server_id)

    def is_relay_reported(self, server_id: str) -> bool:
        """Return whether a stay on the relay needs no notification of its own."""
        is_explained = self._policy.is_relay_explained(server_id)
        return self._delivery.is_outside or is_explained

    def relay_cause(self, server_id: str) -> str:
        """Return why a server is on the relay, and what to do; empty: not known."""
        problem = self._cause([server_id])
        return "" if problem is None else " ".join(cause_of(self._hass, problem))

    @callback
    def async_stop(self) -> None:
        """Send nothing more; what is known then is stored."""
        self._is_stopped = True
        self._async_stop_timer()

    @override
    def _delay(self) -> float | None:
        return None if self._is_stopped else self._policy.next_delay()

    @callback
    @override
    def _async_due(self) -> None:
        self._async_send_due()

    @callback
    def _async_send_due(self) -> None:
        for message in self._policy.due():
            with exceptions_logged(_LOGGER, "message"):
                self._async_send(message)

    @callback
    def _async_send(self, message: Message) -> None:
        """Send a message, with its cause, in the background."""
        if message.kind in EXPLAINED:
            message = replace(message, problem=self._cause(message.servers))
            if message.problem is not None:
                self._policy.explain(message, message.problem)
        remember = SIGNAL_REMEMBER.format(self._entry_id)
        async_dispatcher_send(self._hass, remember, True)  # noqa: FBT003 - a signal's
        if message.kind is MessageKind.RELAY and not self._delivery.is_outside:
            # It is shown as long as the stay lasts: persistent_notifications.py.
            return
        if (
            message.kind is MessageKind.PROBLEM
            and not self._delivery.is_outside
            and all(self._is_relay_shown(each) for each in message.servers)
        ):
            # The notifications about their stays on the relay name it.
            self._policy.conceal(message)
            return
        words = words_of(self._hass, message, self._subject(message.servers))
        topic = SAME_TOPIC.get(message.kind, message.kind.value)
        # Not the account's own work, which a reload cancels: what is noted as sent must
        # arrive.
        self._hass.async_create_task(
            self._delivery.async_send(
                title=words.title,
                plain=words.plain,
                markdown=words.markdown,
                notification_id=(
                    f"{DOMAIN}_message_{topic}_{self._entry_id}_{message.servers[0]}"
                ),
            ),
            f"{DOMAIN} message",
        )

    def _is_relay_shown(self, server_id: str) -> bool:
        """Return whether Home Assistant shows that a server is on the relay."""
        stay = async_stay(self._hass, self._entry_id, server_id)
        return stay is not None and stay.is_shown

    def _cause(self, server_ids: Iterable[str]) -> Problem | None:
        """Return what has been found out, if it is the same for all servers."""
        causes = {
            server.cause()
            for server_id in server_ids
            if (server := self._servers.get(server_id)) is not None
        }
        problem = causes.pop() if len(causes) == 1 else None
        return None if problem in (Problem.NONE, Problem.NOT_KNOWN) else problem

    def _subject(self, server_ids: Iterable[str]) -> Subject:
        reported = {*server_ids}
        near = {key for key, each in self._servers.items() if _is_home(each)}
        return Subject(
            names=[
                self._servers[each].record.name
                for each in sorted(reported & self._servers.keys())
            ],
            is_home=reported == near,
            is_all=reported == self._servers.keys() and reported != near,
        )


def _is_home(server: Told) -> bool:
    return is_near(server.record, server.data)


class ServerMessages:
    """Passes one server's verdicts to the messenger, as a follower."""

    def __init__(self, messenger: Messenger, server_id: str) -> None:
        """Follow this server."""
        self._messenger = messenger
        self._server_id = server_id

    @callback
    def async_follow(self, _record: ServerRecord, _report: ConnectionReport) -> None:
        """Take a new verdict, which all entities show by now."""
        self._messenger.async_observe(self._server_id)

    @callback
    def async_stop(self) -> None:
        """Do nothing: what the user knows outlasts the watching."""

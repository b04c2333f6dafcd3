"""Keeps the verdict on one server: its root cause, from all that is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, override

from homeassistant.core import HomeAssistant, callback

from ..connection import (
    Change,
    ChangeReason,
    ConnectionReport,
    ConnectionType,
    MetricsSnapshot,
    Performance,
    ServerRecord,
)
from ..diagnosis import (
    Diagnostician,
    Evidence,
    Problem,
    Surroundings,
    Verdict,
)
from ..timers import Timed
from .status_reader import StatusReader

SLOW_MS = 500.0
"""Milliseconds from which a user notices that everything takes long. At home nothing
takes that long; elsewhere it may be usual."""

HOUR = timedelta(hours=1)

BY_ITSELF = frozenset(
    {
        ChangeReason.FAILOVER,
        ChangeReason.UPGRADE,
        ChangeReason.FAIL_BACK,
        ChangeReason.LOST,
        ChangeReason.RECOVERED,
    }
)
"""Changes that no user and no new address caused."""


class EvidenceSource(Protocol):
    """Holds what a verdict rests on besides the report, and publishes the verdict."""

    @property
    def surroundings(self) -> Surroundings:
        """Return what is known besides the server's own answers."""

    @property
    def records(self) -> tuple[ServerRecord, ...]:
        """Return the account's servers."""

    def certificate_until_at(self, url: str) -> datetime | None:
        """Return the end of the certificate last seen at a URL; None: none was."""

    @callback
    def async_update_listeners(self) -> None:
        """Publish: time alone has changed the verdict."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnosed:
    """A verdict, and all that it rests on."""

    verdict: Verdict
    evidence: Evidence


class ServerDiagnosis(Timed):
    """Collects the evidence on one server, and decides when time alone matters."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        source: EvidenceSource,
        reader: StatusReader,
        now: Callable[[], datetime],
        problem: Problem | None,
        label: str,
    ) -> None:
        """Resume with the stored `problem`."""
        super().__init__(hass, f"diagnosis of {label}")
        self._reader = reader
        self._source = source
        self._now = now
        self._diagnostician = Diagnostician(clock=hass.loop.time)
        self._is_stopped = False
        self.restored = problem
        """The root cause that was shown before this start; None: there was none."""
        if problem is not None:
            self._diagnostician.restore(problem)

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict as published; None before there is a connection."""
        return self._diagnostician.verdict

    @property
    def problem(self) -> Problem | None:
        """Return the root cause as published; None before there is a connection."""
        return None if self.verdict is None else self.verdict.problem

    @callback
    def async_resume(
        self, record: ServerRecord, report: ConnectionReport, measured: MetricsSnapshot
    ) -> None:
        """Conclude from what was known before a reload or restart."""
        self._diagnostician.observe(self.evidence(record, report, measured))

    @callback
    def async_take(
        self, record: ServerRecord, report: ConnectionReport, measured: MetricsSnapshot
    ) -> None:
        """Update the verdict before a report is published."""
        self._diagnostician.observe(self.evidence(record, report, measured))
        self._async_set_timer()

    def diagnose(
        self, record: ServerRecord, report: ConnectionReport, measured: MetricsSnapshot
    ) -> Diagnosed:
        """Return the verdict as of now, however short it has been so."""
        evidence = self.evidence(record, report, measured)
        return Diagnosed(
            verdict=self._diagnostician.conclude(evidence), evidence=evidence
        )

    def evidence(
        self, record: ServerRecord, report: ConnectionReport, measured: MetricsSnapshot
    ) -> Evidence:
        """Return everything that is known of the server now."""
        active, now = report.active, self._now()
        is_far = report.connection_type is not ConnectionType.LOCAL
        is_usual = measured.performance is Performance.NORMAL and is_far
        return Evidence(
            record=record,
            report=report,
            surroundings=self._source.surroundings,
            status=self._reader.status,
            certificate_until=(
                None
                if active is None
                else self._source.certificate_until_at(active.url)
            ),
            is_slow=not is_usual and (report.latency_ms or 0.0) >= SLOW_MS,
            recent_changes=sum(_is_recent(each, now) for each in report.changes),
            namesakes=tuple(
                each
                for each in self._source.records
                if each.server_id != record.server_id
                and (each.name, each.owner_name) == (record.name, record.owner_name)
            ),
            now=now,
        )

    @callback
    def async_stop(self) -> None:
        """Stop the timer for good; a report may still follow."""
        self._is_stopped = True
        self._async_stop_timer()

    @override
    def _delay(self) -> float | None:
        return None if self._is_stopped else self._diagnostician.delay()

    @callback
    @override
    def _async_due(self) -> None:
        self._source.async_update_listeners()


def _is_recent(change: Change, now: datetime) -> bool:
    return change.reason in BY_ITSELF and now - change.at <= HOUR

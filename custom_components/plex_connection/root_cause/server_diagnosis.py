"""Keeps the verdict on one server: its root cause, from all that is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, override

from homeassistant.core import HomeAssistant, callback

from ..connection import (
    Alert,
    AlertMonitor,
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
    alert_to_show,
)
from ..timers import Timed
from .status_reader import StatusReader

SLOW_MS = 500.0
"""Milliseconds from which a user notices that everything takes a long time. At home
nothing takes that long; elsewhere it may be usual."""

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
    def measured(self) -> MetricsSnapshot:
        """Return the server's metrics as of its last report."""

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
        watch: AlertMonitor,
        now: Callable[[], datetime],
        problem: Problem | None,
        holds: Mapping[Problem, float],
        label: str,
    ) -> None:
        """Resume with the stored `problem`, and with `holds` after a reload.

        `watch` says what is worth a repair.
        """
        super().__init__(hass, f"diagnosis of {label}")
        self._reader = reader
        self._source = source
        self._now = now
        self._diagnostician = Diagnostician(clock=hass.loop.time)
        self._watch = watch
        self._raised: frozenset[Alert] = frozenset()
        self._seen: tuple[ServerRecord, ConnectionReport] | None = None
        """What the last verdict of this run was about."""
        self.alert: Alert | None = None
        """The alert that has a repair: that of the verdict shown."""
        self._is_stopped = False
        self.restored = problem
        """The root cause that was shown before this start; None: there was none."""
        if problem is not None:
            self._diagnostician.restore(problem)
        self._diagnostician.resume(holds)

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict as published; None before there is a connection."""
        return self._diagnostician.verdict

    @property
    def problem(self) -> Problem | None:
        """Return the root cause as published; None before there is a connection."""
        return None if self.verdict is None else self.verdict.problem

    @property
    def holds(self) -> Mapping[Problem, float]:
        """Return for how many seconds each cause has been found."""
        return self._diagnostician.holds

    @property
    def problem_lasted(self) -> float:
        """Return for how many seconds the root cause published has been found."""
        return self._diagnostician.lasted

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
        """Update the verdict before a report is published, and what has a repair."""
        if report.connection_type is not None and not self._is_stopped:
            self._seen = record, report
        self._conclude(record, report, measured)
        self._async_set_timer()

    @callback
    def async_take_again(self) -> None:
        """Update both for the last report: time alone may have changed them.

        The timer stays: what has changed is yet to be published.
        """
        if self._seen is not None:
            self._conclude(*self._seen, self._source.measured)

    def _conclude(
        self, record: ServerRecord, report: ConnectionReport, measured: MetricsSnapshot
    ) -> None:
        if self._seen == (record, report):
            self._raised = self._watch.observe(record, report)
        verdict = self._diagnostician.observe(self.evidence(record, report, measured))
        if self._seen is not None:
            self.alert = alert_to_show(verdict, self._alerts, self.alert)

    @property
    def raised(self) -> frozenset[Alert]:
        """Return the alerts raised, shown or not."""
        return self._raised

    @property
    def raised_or_recent(self) -> frozenset[Alert]:
        """Return the alerts raised, and those a returning cause would raise at once."""
        return self._watch.raised_or_recent

    @property
    def shown(self) -> tuple[Verdict | None, Alert | None]:
        """Return what is shown: the verdict, and the alert that has a repair."""
        return self.verdict, self.alert

    @property
    def _alerts(self) -> frozenset[Alert]:
        """Return the alerts that may have a repair.

        For a new sign-in, Home Assistant has a repair of its own.
        """
        if self._source.surroundings.is_sign_in_rejected:
            return self._raised - {Alert.ACCESS_REFUSED}
        return self._raised

    def diagnose(
        self, record: ServerRecord, report: ConnectionReport, measured: MetricsSnapshot
    ) -> Diagnosed:
        """Return the verdict as of now, even if it has not lasted yet."""
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
            alerts=self._alerts,
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
        """Stop the timer; a report may still follow."""
        self._is_stopped = True
        self._async_stop_timer()

    @override
    def _delay(self) -> float | None:
        if self._is_stopped:
            return None
        waits = (self._diagnostician.delay(), self.delay())
        return min((each for each in waits if each is not None), default=None)

    def delay(self) -> float | None:
        """Return the seconds until time alone may raise an alert; None: never."""
        return self._watch.delay()

    @callback
    @override
    def _async_due(self) -> None:
        self._source.async_update_listeners()


def _is_recent(change: Change, now: datetime) -> bool:
    return change.reason in BY_ITSELF and now - change.at <= HOUR

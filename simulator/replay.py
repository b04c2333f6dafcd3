"""Builds a timeline from known events, without the quiet hours.

Between two events of a server lies the time that a client needs to notice the first and
to act on it, as promised in `docs/rules.md`: not less, or the outcome would differ, and
not more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import exp2

from .download import Change, Download, Server
from .failures import Action, plex_tv_fault
from .history import UPWARDS, Moment, State
from .paths import Paths
from .scenario import Step, Timeline

START = 120.0
"""Seconds until the first event: observers have started by then."""

SPACING = 60.0
"""Maximum seconds between events of different servers."""

NOTICED = {"local": 40.0, "remote": 45.0, "relay": 75.0}
"""Seconds until a broken active connection has been replaced or given up; over a relay,
the next check notices."""
INTERVAL = {"local": 300.0, "remote": 120.0, "relay": 30.0}
"""Seconds between two checks, which alone notice a failure without a push channel."""
LOST = 20.0
"""Additional seconds without a replacement: each address uses its time-out."""
RECOVERED = (1.25, 70.0, 780.0)
"""An offline server is checked again after this multiple of the time it has been
offline, plus this many seconds; after at most the last value."""
MOVED_UP = {"local": 150.0, "remote": 150.0, "relay": 110.0}
"""Seconds until a better one is found and, after 60 s on the previous one, used."""
RESTED = (2.0, 40.0, 720.0)
"""A failed address rests for this multiple of the time it was away, plus this many
seconds; for at most the last value."""
TOLD = 5.0
"""Seconds for an event that changes nothing."""

PENALTY, HALF_LIFE = 1000.0, 900.0
SUPPRESSED, LONGEST = 3000.0, 1800.0
"""The damping of upgrades: above this penalty they may have to wait this long."""


@dataclass(kw_only=True)
class Damping:
    """When a server may upgrade again after too many upgrades."""

    penalty: float = 0.0
    counted_at: float = 0.0
    free_at: float = 0.0

    def count(self, at: float) -> None:
        """Count an upgrade."""
        left = self.penalty * exp2((self.counted_at - at) / HALF_LIFE)
        self.penalty, self.counted_at = left + PENALTY, at
        if self.penalty >= SUPPRESSED and at >= self.free_at:
            self.free_at = at + LONGEST


@dataclass(kw_only=True)
class Story:
    """One server and its events."""

    server: Server
    name: str
    paths: Paths
    moments: list[Moment]
    pushed: bool
    """Whether a push channel reports broken connections."""
    ready_at: float = START
    damping: Damping = field(default_factory=Damping)
    applied: dict[str, State] = field(default_factory=dict)
    """The troubles of its addresses at the current time."""
    down_since: dict[str, float] = field(default_factory=dict)
    lost_at: float = 0.0

    def begin(self) -> None:
        """Apply the initial state."""
        self.applied = dict(self.moments[0].states)
        self.down_since = {place: 0.0 for place, state in self.applied.items() if state}

    def earliest(self, change: Change | None) -> float:
        """Return when the next event may happen; upgrades may be damped."""
        if change is None or change.reason not in UPWARDS:
            return self.ready_at
        return max(self.ready_at, self.damping.free_at)

    def actions(self, moment: Moment) -> list[Action]:
        """Return the actions between the current state and the next moment."""
        actions: list[Action] = []
        for path in self.paths:
            before, after = self.applied[path.place], moment.states[path.place]
            if before == after:
                continue
            if before is not None:
                actions += before.end(path.place, path.host, path.address)
            if after is not None:
                is_left = moment.change is not None
                actions += after.begin(path.place, path.host, is_left=is_left)
        return actions

    def settle(self, moment: Moment, at: float) -> None:
        """Record an event, and how long it takes to settle."""
        seconds = self._needs(moment.change, at)
        self.ready_at = at + seconds
        if moment.change is not None and moment.change.to_type == "offline":
            self.lost_at = at
        if moment.change is not None and moment.change.reason in UPWARDS:
            self.damping.count(self.ready_at)
        for place, state in moment.states.items():
            if state is None:
                self.down_since.pop(place, None)
            else:
                self.down_since.setdefault(place, at)
        self.applied = dict(moment.states)

    def _needs(self, change: Change | None, at: float) -> float:
        if change is None:
            return TOLD
        kind = change.from_type or "offline"
        if kind == "offline":
            share, seconds, most = RECOVERED
            return min(share * (at - self.lost_at) + seconds, most)
        if change.reason in UPWARDS:
            path = self.paths.find(change.to_url)
            since = at if path is None else self.down_since.get(path.place, at)
            share, seconds, most = RESTED
            rest = min(share * (at - since) + seconds, most) if kind != "relay" else 0.0
            return MOVED_UP[kind] + rest
        noticed = NOTICED[kind]
        if not self.pushed:
            noticed += INTERVAL[kind]
        return noticed + LOST if change.to_type == "offline" else noticed


def timeline_of(download: Download, stories: Iterable[Story]) -> Timeline:
    """Return the events, one after the other."""
    told = [(moment, story) for story in stories for moment in story.moments[1:]]
    for story in {id(story): story for _, story in told}.values():
        story.begin()
    told.sort(key=lambda each: each[0].at)
    steps: list[Step] = []
    broke = _plex_tv_broke(download, [moment for moment, _ in told])
    clock, before = START, None
    for moment, story in told:
        if broke is not None and moment.at >= broke:
            steps.append(_break_plex_tv(download, clock))
            broke = None
        gap = 0.0 if before is None else (moment.at - before).total_seconds()
        actions = story.actions(moment)
        if not actions and moment.change is None:
            continue
        earliest = story.earliest(moment.change)
        clock, before = max(clock + min(gap, SPACING), earliest), moment.at
        steps.append(Step(at=clock, say=_say(story, moment), actions=tuple(actions)))
        story.settle(moment, clock)
    if broke is not None:
        steps.append(_break_plex_tv(download, clock))
    if steps:
        end = max([clock, *(story.ready_at for _, story in told)])
        steps.append(Step(at=end, say="The end of what was recorded"))
    return Timeline(steps=tuple(steps))


def _plex_tv_broke(download: Download, moments: list[Moment]) -> datetime | None:
    """Return since when plex.tv does not answer: it was asked when something broke."""
    if download.discovery_error is None:
        return None
    since = download.discovered_at or datetime.min.replace(
        tzinfo=download.generated_at.tzinfo
    )
    for moment in moments:
        change = moment.change
        if change and moment.at > since and change.reason in ("failover", "lost"):
            return moment.at
    return download.generated_at


def _break_plex_tv(download: Download, at: float) -> Step:
    fault = plex_tv_fault(download.discovery_error or "")
    action: Mapping[str, object] = {"do": "inject", "plex_tv": True, **fault}
    return Step(at=at, say="plex.tv: fails as it did", actions=(action,))


def _say(story: Story, moment: Moment) -> str:
    """Describe an event and its effect."""
    changed = [
        f"{path.place} {'fails' if moment.states[path.place] else 'is back'}"
        for path in story.paths
        if story.applied[path.place] != moment.states[path.place]
    ]
    text = f"{story.name}: {', '.join(changed) or 'nothing that can be played'}"
    if (change := moment.change) is None:
        return text
    return f"{text}; {change.from_type} became {change.to_type} ({change.reason})"

"""The response of a diagnosis: verdict, evidence, and a text to paste into a forum."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address

from homeassistant.const import __version__
from homeassistant.core import HomeAssistant
from homeassistant.util.json import JsonValueType

from ..candidate_labels import label_of_url
from ..connection import (
    Candidate,
    CandidateReport,
    ConnectionReport,
    ConnectionType,
    is_private,
)
from ..coordinator import ServerCoordinator
from ..core_plex import async_follower
from ..diagnosis import FACTS_ABOUT_APPS, Evidence, Fact, Problem, Verdict
from ..redaction.display_text import safe_name
from ..root_cause.server_diagnosis import Diagnosed
from ..texts import text
from .responses import describe_attempts, describe_facts, device_id_of, milliseconds

OWN_EFFECT = frozenset(
    {
        Problem.ACCESS_REFUSED,
        Problem.CONTAINER_ADDRESS,
        Problem.FLAPPING,
        Problem.HTTPS_REFUSED,
        Problem.NAMES_BLOCKED,
        Problem.NOT_LISTED,
        Problem.REPLACED,
        Problem.SLOW,
        Problem.STARTING,
        Problem.UNCLAIMED,
    }
)
"""Problems whose effect has a text of its own: Home Assistant's connection says nothing
of other devices then. The page has the same rule (`frontend/src/panel/cause-text.ts`).
"""


def describe_diagnosis(
    hass: HomeAssistant, server: ServerCoordinator, found: Diagnosed
) -> dict[str, JsonValueType]:
    """Return a verdict on a server, with its texts in Home Assistant's language."""
    verdict, evidence = found.verdict, found.evidence
    report = evidence.report
    attempts = [
        each.last_attempt for each in report.candidates if each.last_attempt is not None
    ]
    return {
        "device_id": device_id_of(hass, server),
        "name": safe_name(server.record.name),
        "problem": verdict.problem,
        "severity": verdict.severity,
        "what": what_text(hass, verdict),
        "effect": effect_text(hass, verdict, report),
        "next_step": next_step_text(hass, verdict),
        "facts": [
            {**each, "text": fact_text(hass, each)}
            for each in describe_facts(server, verdict)
        ],
        "core_plex": core_plex_text(hass, server),
        "connection_type": report.connection_type,
        "addresses": describe_attempts(report, attempts),
        "text": forum_text(verdict, evidence),
    }


def core_plex_text(hass: HomeAssistant, server: ServerCoordinator) -> str | None:
    """Return that Home Assistant's own integration could use a better address.

    None if that is not known. An address that works is not a problem: only a remark.
    """
    entry_id, server_id = server.config_entry.entry_id, server.record.server_id
    follower = async_follower(hass, entry_id, server_id)
    if follower is None or (better := follower.better) is None:
        return None
    used, best = map(label_of_url, better)
    return text(hass, "core_plex_better", address=used, better=best)


def fact_text(hass: HomeAssistant, fact: Mapping[str, str | None]) -> str:
    """Return one piece of evidence in words; `fact` is as `describe_facts` has it."""
    return text(
        hass,
        f"problem_fact_{fact['key']}",
        address=fact["address"] or "",
        value=fact["value"] or "",
    )


def what_text(hass: HomeAssistant, verdict: Verdict) -> str:
    """Return what is wrong, in words."""
    return text(hass, f"problem_what_{verdict.problem}")


def effect_text(
    hass: HomeAssistant, verdict: Verdict | None, report: ConnectionReport
) -> str | None:
    """Return what it means for watching; None before the first check."""
    effect = effect_of(None if verdict is None else verdict.problem, report)
    return None if effect is None else text(hass, f"problem_effect_{effect}")


def effect_of(
    problem: Problem | None, report: ConnectionReport
) -> Problem | ConnectionType | None:
    """Return whose effect it is: the problem's own, or the connection's.

    What a server answers that is starting or refuses access comes before any cause.
    """
    kind, has_answered = report.connection_type, True
    if kind is None:
        return None
    if report.starting:
        problem = Problem.STARTING
    elif report.needs_authorization_check:
        problem = Problem.ACCESS_REFUSED
    else:
        has_answered = kind is not ConnectionType.OFFLINE
    return problem if has_answered and problem in OWN_EFFECT else kind


def next_step_text(hass: HomeAssistant, verdict: Verdict) -> str | None:
    """Return what to do; None if nothing is wrong."""
    if verdict.problem is Problem.NONE:
        return None
    return text(hass, f"problem_next_{verdict.problem}")


def forum_text(verdict: Verdict, evidence: Evidence) -> str:
    """Return what may be published: no secret, no name, no public address.

    In machines' words, which are the same in every language.
    """
    said, status = evidence.status.remote_access, evidence.status
    record = evidence.record
    lines = [
        f"Plex Connection on Home Assistant {__version__}",
        f"problem: {verdict.problem} ({verdict.severity})",
        *(f"evidence: {_in_public(each)}" for each in verdict.facts),
        f"connection: {evidence.kind}, {milliseconds(evidence.report.latency_ms)} ms",
        f"own server: {evidence.record.owned}, at home: {evidence.is_near}",
        f"listed: {record.listed}, online at plex.tv: {record.presence}",
        f"remote access wanted: {status.wants_remote_access}",
    ]
    if said is not None:
        lines.append(f"remote access: {said.state} {said.error}".rstrip())
    lines += map(_address_in_public, evidence.report.candidates)
    return "\n".join(lines)


def _in_public(fact: Fact) -> str:
    """Return a fact without an address, which may be public, and without names."""
    if fact.value is None or fact.key in FACTS_ABOUT_APPS:
        return fact.key
    return f"{fact.key} ({fact.value})"


def _address_in_public(each: CandidateReport) -> str:
    attempt = each.last_attempt
    if attempt is None:
        outcome = "not tried"
    elif attempt.failure is not None:
        outcome = attempt.failure.value
    else:
        outcome = f"ok, {milliseconds(attempt.latency_ms)} ms"
    return f"- {' '.join(_words(each.candidate))}: {outcome}"


def _words(candidate: Candidate) -> Iterator[str]:
    """Yield what an address is, without saying which."""
    yield candidate.kind.value
    yield candidate.scheme
    if candidate.address is None:
        yield "custom name"
        return
    address = ip_address(candidate.address)
    yield f"IPv{address.version}"
    yield "private" if is_private(address) else "public"
    if candidate.on_link:
        yield "on our network"

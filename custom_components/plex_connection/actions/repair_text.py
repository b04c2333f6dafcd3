"""The text of a repair's dialog: the cause, how we know it, and what to do."""

from homeassistant.core import HomeAssistant

from ..connection import Alert
from ..coordinator import ServerCoordinator
from ..diagnosis import Problem, alerts_of
from ..redaction.display_text import escape_markdown
from ..texts import text
from .diagnosis_response import fact_text, next_step_text, what_text
from .responses import describe_facts

SEVERAL = frozenset({Alert.RELAY_LONG, Alert.REMOTE_ACCESS_REFUSED, Alert.HTTP_ONLY})
"""Alerts that several causes may have; all others say theirs themselves."""


def cause_text(hass: HomeAssistant, server: ServerCoordinator, alert: Alert) -> str:
    """Return the cause that the sensor shows, as Markdown; else, common causes.

    Empty for an alert that has only one.
    """
    if alert not in SEVERAL:
        return ""
    verdict = server.diagnosis.verdict
    if (
        verdict is None
        or verdict.problem is Problem.NOT_KNOWN
        or alert not in alerts_of(verdict.problem)
    ):
        return text(hass, f"repair_causes_{alert}")
    facts = [
        {
            **each,
            "address": escape_markdown(each["address"] or ""),
            "value": escape_markdown(each["value"] or ""),
        }
        for each in describe_facts(server, verdict)
    ]
    why, to_do = text(hass, "panel_cause_why"), text(hass, "panel_cause_next")
    return "\n\n".join(
        (
            what_text(hass, verdict),
            f"**{why}**",
            "\n".join(f"- {fact_text(hass, each)}" for each in facts),
            f"**{to_do}**",
            next_step_text(hass, verdict) or "",
        )
    )

"""Every problem, what it means, what to do and how we know has its words."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path

import pytest

from custom_components.plex_connection.actions.diagnosis_response import (
    OWN_EFFECT,
    effect_of,
)
from custom_components.plex_connection.connection import (
    ConnectionReport,
    ConnectionType,
)
from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.diagnosis import Problem

FOLDER = Path(__file__).parents[1] / "custom_components" / DOMAIN

PREFIX = "problem_"


def fact_keys() -> Iterator[str]:
    """Yield the keys that the policy's source gives its facts."""
    for path in (FOLDER / "diagnosis").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.keyword(arg="key", value=ast.Constant(value=str(key))):
                    yield key


def test_every_word_is_there_and_used() -> None:
    """English has exactly the words for problems, effects, next steps and facts."""
    texts = json.loads((FOLDER / "translations/en.json").read_text())["common"]
    problems = {each.value for each in Problem}
    wanted = {
        "what": problems,
        "next": problems - {Problem.NONE},
        "effect": {*ConnectionType} | OWN_EFFECT,
        "fact": set(fact_keys()),
    }
    assert wanted["fact"]
    for kind, keys in wanted.items():
        prefix = f"{PREFIX}{kind}_"
        found = {each.removeprefix(prefix) for each in texts if each.startswith(prefix)}
        assert found == keys, kind


def _effect(
    problem: Problem | None,
    kind: ConnectionType | None,
    *,
    starting: bool = False,
    refused: bool = False,
) -> str | None:
    report = ConnectionReport(
        server_id="attic",
        connection_type=kind,
        starting=starting,
        needs_authorization_check=refused,
    )
    return effect_of(problem, report)


@pytest.mark.parametrize("problem", [None, *Problem])
def test_every_problem_has_an_effect_on_every_connection(
    problem: Problem | None,
) -> None:
    """No effect is left out but before the first check; an own one is always told."""
    texts = json.loads((FOLDER / "translations/en.json").read_text())["common"]
    assert _effect(problem, None) is None
    assert _effect(problem, ConnectionType.OFFLINE) == "offline"
    for kind in ConnectionType:
        assert f"problem_effect_{_effect(problem, kind)}" in texts
        # Whatever the cause, and however it was reached, this is what it answers.
        assert _effect(problem, kind, starting=True) == "starting"
        assert _effect(problem, kind, refused=True) == "access_refused"
        if kind is not ConnectionType.OFFLINE:
            is_own = problem in OWN_EFFECT
            assert _effect(problem, kind) == (problem if is_own else kind)

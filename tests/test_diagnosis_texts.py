"""Every problem, what it means, what to do and how we know has its words."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re

from custom_components.plex_connection.actions.diagnosis_response import OWN_MEASURE
from custom_components.plex_connection.connection import ConnectionType
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
        "effect": {each.value for each in ConnectionType},
        "fact": set(fact_keys()),
    }
    assert wanted["fact"]
    for kind, keys in wanted.items():
        prefix = f"{PREFIX}{kind}_"
        found = {each.removeprefix(prefix) for each in texts if each.startswith(prefix)}
        assert found == keys, kind


def test_page_and_action_leave_out_the_same_effects() -> None:
    """The page says nothing of watching where the action says nothing, either."""
    source = (FOLDER.parents[1] / "frontend/src/panel/cause-text.ts").read_text()
    (words,) = re.findall(r"EFFECT_UNKNOWN.*?\(\[(.*?)\]\)", source, re.DOTALL)
    assert set(re.findall(r'"(\w+)"', words)) == OWN_MEASURE

"""Every check finds its violation, and the actual tree has none."""

from pathlib import Path

import pytest

from validation.checks import CHECKS, SUBJECTS, run
from validation.problem import Problem
from validation.tree import Tree

from .community_plants import PLANTS as COMMUNITY
from .plants import Plant
from .repository_plants import PLANTS as REPOSITORY
from .rule_plants import PLANTS as RULES
from .scale_plants import PLANTS as SCALE
from .spoiling import ROOT, Spoiled, complete, copy, link
from .text_plants import PLANTS as TEXTS

PLANTS = (*COMMUNITY, *REPOSITORY, *TEXTS, *RULES, *SCALE)


@pytest.fixture(scope="module", name="original")
def original_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one copy of the tree, from which all others are made."""
    folder = copy(ROOT, tmp_path_factory.mktemp("original"))
    complete(folder)
    return folder


@pytest.fixture(scope="module", name="known")
def known_fixture(original: Path) -> set[tuple[str, Problem]]:
    """Return the problems found before anything is spoiled."""
    return _found(original)


def _found(folder: Path) -> set[tuple[str, Problem]]:
    found = run(Tree(folder))
    return {(check, each) for check, problems in found.items() for each in problems}


def test_tree_has_no_problems() -> None:
    """The actual tree has no problems."""
    problems = [str(each) for found in run(Tree(ROOT)).values() for each in found]

    assert not problems, "\n".join(sorted(set(problems)))


def test_every_check_has_a_plant() -> None:
    """Every check has a violation, and names are unique."""
    assert {plant.check for plant in PLANTS} == CHECKS.keys()
    assert sum(map(len, SUBJECTS)) == len(CHECKS)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.id)
def test_plant_is_found(
    plant: Plant, original: Path, known: set[tuple[str, Problem]], tmp_path: Path
) -> None:
    """A violation is found by its check, and by no other."""
    link(original, tmp_path)

    plant.spoil(Spoiled(tmp_path))

    assert {check for check, _ in _found(tmp_path) - known} == {plant.check}

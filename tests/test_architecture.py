"""The layers of the design hold, and each rule about them can be broken."""

import ast
from collections.abc import Iterator
from pathlib import Path
import shutil
import subprocess
import sys
import tomllib

from homeassistant.const import Platform
import pytest

ROOT = Path(__file__).parents[1]
INTEGRATION = Path("custom_components/plex_connection")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
    "importlinter"
]["contracts"]

PACKAGE = "custom_components.plex_connection"

PLANTS = {
    "layers": ("connection/models.py", f"import {PACKAGE}.const"),
    "circles": ("actions/targets.py", f"import {PACKAGE}.services"),
    "root": ("entity.py", f"import {PACKAGE}"),
    "home-assistant": ("plex/resources.py", "import homeassistant.core"),
    "pure-engine": ("connection/models.py", "import socket"),
    "entities": ("sensor.py", f"import {PACKAGE}.plex.resources"),
    "referee": ("../../simulator/tokens.py", f"import {PACKAGE}.const"),
    "demo": ("../../demo/__init__.py", f"import {PACKAGE}.const"),
    "benchmarks": ("../../demo/__init__.py", "import benchmarks.sample"),
    "soak": ("../../benchmarks/__init__.py", "import soak.figures"),
    "release": ("../../demo/__init__.py", "import release.archive"),
    "validation": ("../../soak/__init__.py", "import validation.checks"),
}
"""A forbidden import for every contract: the file, and the line to add."""


def _lint_imports(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Check the contracts of a source tree."""
    return subprocess.run(  # noqa: S603
        [
            Path(sys.executable).with_name("lint-imports"),
            "--no-cache",
            "--no-logo",
            *arguments,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def _imports(folder: Path) -> Iterator[tuple[str, int, str]]:
    """Yield place, levels above the folder and first name of every import in it."""
    for path in sorted(folder.rglob("*.py")):
        depth = len(path.relative_to(folder).parts)
        for node in ast.walk(ast.parse(path.read_text())):
            where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield where, 0, alias.name.partition(".")[0]
            elif isinstance(node, ast.ImportFrom):
                name = (node.module or "").partition(".")[0]
                yield where, max(node.level - depth, 0), name if node.level == 0 else ""


@pytest.mark.parametrize(
    ("package", "third_party"),
    # certifi: the authorities that Home Assistant's own TLS contexts trust.
    [("connection", set()), ("plex", {"aiohttp", "certifi", "yarl"})],
)
def test_allowed_imports(package: str, third_party: set[str]) -> None:
    """The engine and the client import only what they may."""
    allowed = sys.stdlib_module_names | third_party
    imports = list(_imports(ROOT / INTEGRATION / package))

    assert imports
    assert not [
        (where, above, name)
        for where, above, name in imports
        if above or (name and name not in allowed)
    ]


def test_contracts_are_kept() -> None:
    """The present tree breaks no contract."""
    result = _lint_imports(ROOT)

    assert result.returncode == 0, result.stdout


def test_every_contract_has_a_violation() -> None:
    """No contract is without a violation to test it with."""
    assert {contract["id"] for contract in CONTRACTS} == PLANTS.keys()


def test_no_platform_imports_plex() -> None:
    """The contract about entities names each existing platform."""
    (contract,) = (each for each in CONTRACTS if each["id"] == "entities")
    platforms = {
        f"{PACKAGE}.{platform}"
        for platform in Platform
        if (ROOT / INTEGRATION / f"{platform}.py").exists()
    }

    assert platforms <= set(contract["source_modules"])


@pytest.fixture(name="tree")
def tree_fixture(tmp_path: Path) -> Path:
    """Return a copy of the source tree that a test may change."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    packages = (
        "benchmarks",
        "demo",
        "release",
        "simulator",
        "soak",
        "validation",
    )
    for folder in (INTEGRATION, *map(Path, packages)):
        shutil.copytree(
            ROOT / folder,
            tmp_path / folder,
            ignore=lambda _, names: [
                name for name in names if Path(name).suffix not in ("", ".py")
            ],
        )
    return tmp_path


@pytest.mark.parametrize("contract", PLANTS)
def test_planted_violation_is_caught(tree: Path, contract: str) -> None:
    """Each contract is broken by its forbidden line."""
    file, line = PLANTS[contract]
    path = tree / INTEGRATION / file
    path.write_text(f"{path.read_text()}\n{line}\n")

    result = _lint_imports(tree, "--contract", contract)

    assert result.returncode == 1, result.stdout
    assert "1 broken" in result.stdout


def test_module_without_a_layer_is_caught(tree: Path) -> None:
    """A module that the layers do not name breaks the contract."""
    (tree / INTEGRATION / "helpers.py").touch()

    result = _lint_imports(tree, "--contract", "layers")

    assert result.returncode == 1
    assert "plex_connection.helpers" in result.stdout

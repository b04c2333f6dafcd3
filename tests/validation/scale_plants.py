"""Violations in the documentation, and in the list of rules itself."""

from .plants import Plant
from .spoiling import put


def _pages(check: str, pattern: str, new: str = "something") -> Plant:
    return Plant(check, f"no {pattern}", lambda tree: tree.reword(pattern, new))


def _unsay(check: str, *keys: str) -> Plant:
    """Return a plant that renames something to a name that no page has."""
    return Plant(
        check,
        f"{'.'.join(keys)} is called otherwise",
        lambda tree: tree.json("translations/en.json", put(*keys, value="Zzyzx")),
    )


HEADING = r"^(#+ |\*\*).*"

DOCUMENTATION = (
    _pages("docs-actions", r"plex_connection\.query\b"),
    _pages("docs-triggers", r"plex_connection\.became_relay\b"),
    _pages("docs-conditions", r"plex_connection\.is_relay\b"),
    _pages("docs-examples", "^```yaml", "```text"),
    _pages("docs-high-level-description", "every Plex Media Server", "every server"),
    _pages("docs-installation-instructions", "HACS", "the store"),
    _pages("docs-installation-parameters", "sign", "log"),
    _unsay("docs-supported-functions", "entity", "sensor", "latency", "name"),
    _unsay(
        "docs-configuration-parameters",
        *("options", "step", "init", "sections", "connections", "data", "push"),
    ),
    _pages("docs-known-limitations", f"{HEADING}(?i:limit).*", "## Other"),
    _pages("docs-removal-instructions", f"{HEADING}(Remov|Uninstall).*", "## Other"),
    _pages("docs-troubleshooting", f"{HEADING}(?i:troubles|is wrong).*", "## Other"),
    _pages("docs-data-update", f"{HEADING}(?i:update|how it decides).*", "## Other"),
    _pages(
        "docs-supported-devices",
        f"{HEADING}(?i:support|works with|which servers).*",
        "## Other",
    ),
    _pages("docs-use-cases", f"{HEADING}(?i:use |what .* for).*", "## Other"),
)


def _scale(what: str, old: str, new: str) -> Plant:
    return Plant(
        "quality-scale",
        what,
        lambda tree: tree.replace("quality_scale.yaml", old, new, 1),
    )


SCALE = (
    _scale("a rule is still to do", "status: done", "status: todo"),
    _scale("a rule is missing", "  brands:", "  brand:"),
    _scale("there is no such check", "check: brands", "check: brands\n      check: no"),
    _scale("a rule does without its check", "      check: brands\n", ""),
    _scale("there is no such test", "::test_success", "::test_failure"),
    Plant(
        "quality-scale",
        "a test is skipped",
        lambda tree: tree.replace(
            "/tests/integration/test_config_flow.py",
            "async def test_success(",
            '@pytest.mark.skip("later")\nasync def test_success(',
        ),
    ),
    _scale("a proof is a promise", "check: brands", "check: brands\n      surely"),
    _scale("an exemption has no reason", "status: done", "status: exempt"),
)

PLANTS = (*DOCUMENTATION, *SCALE)

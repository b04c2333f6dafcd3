"""Violations in GitHub's view of the repository."""

from .plants import Plant
from .spoiling import Spoiled

RELEASE = "/.github/workflows/release.yml"
BUG = "/.github/ISSUE_TEMPLATE/bug.yml"
LABELS = "/.github/labels.tsv"


def _plant(check: str, what: str, file: str, old: str, new: str) -> Plant:
    def spoil(tree: Spoiled) -> None:
        tree.replace(file, old, new, 1)

    return Plant(check, what, spoil)


PLANTS = (
    _plant("workflows", "it may do all", RELEASE, "permissions: {}", "env: {}"),
    _plant(
        "workflows", "one job takes hours", RELEASE, "timeout-minutes: 60", "env: {}"
    ),
    _plant(
        "workflows",
        "an action is what its tag is",
        "/.github/workflows/test.yml",
        "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
        "checkout@v7",
    ),
    _plant(
        "workflows",
        "a tag is run as code",
        RELEASE,
        'scripts/release --tag "$TAG"',
        "scripts/release --tag ${{ github.ref_name }}",
    ),
    _plant("issue-forms", "a label is unknown", BUG, "[bug]", "[fault]"),
    _plant(
        "issue-forms",
        "a pull request's label is unknown",
        "/.github/dependabot.yml",
        "[maintenance]",
        "[chores]",
    ),
    _plant("issue-forms", "a label has no colour", LABELS, "\td73a4a\t", "\tred\t"),
    _plant("issue-forms", "a form has no name", BUG, "name: ", "title: "),
    _plant("issue-forms", "a field has no label", BUG, "      label: ", "      name: "),
    _plant("issue-forms", "two fields are one", BUG, "id: seen", "id: test"),
    _plant("issue-forms", "no test is asked for", BUG, "test_connections", "reload"),
    _plant(
        "issue-forms",
        "no download is asked for",
        BUG,
        "Download diagnostics",
        "Download it",
    ),
)

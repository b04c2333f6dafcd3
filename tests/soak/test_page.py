"""The benchmark and the long runs write one page, and keep each other's part."""

from string import Template

from benchmarks.long_runs import NOTHING_YET, long_runs_of, replace_long_runs
from benchmarks.report import TEMPLATE
from soak.figures import Figure, Findings
from soak.page import section, with_part


def test_long_runs_are_put_between_the_marks() -> None:
    """The text before and after the marks stays unchanged."""
    page = "# Head\n\n<!-- soak:begin -->\n\nold\n\n<!-- soak:end -->\n\ntail\n"

    assert long_runs_of(page) == "old"
    new = replace_long_runs(page, "new")
    assert new == page.replace("old", "new")
    assert replace_long_runs(new, "old") == page


def test_page_without_marks() -> None:
    """A page without marks gets them at its end."""
    page = replace_long_runs("# Head\n", "new")

    assert page.startswith("# Head\n")
    assert long_runs_of(page) == "new"
    assert long_runs_of("# Head\n") == NOTHING_YET


def test_benchmark_keeps_long_runs() -> None:
    """The benchmark's template has a place for the long runs."""
    text = section([Findings(title="A day", figures=[_figure()])], preliminary=True)
    template = Template(TEMPLATE.read_text())

    assert long_runs_of(template.safe_substitute(long_runs=text)) == text
    assert "| requests | 300 | ≤ 330 |" in text


def test_one_part_is_replaced() -> None:
    """Parts before and after it stay; a new one comes last."""
    day, week, kills = (
        Findings(title=title, figures=[_figure()])
        for title in ("A day", "A week", "Kills")
    )
    whole = section([day, week, kills])
    other = Findings(title="A week", figures=[Figure(what="troubles", value=7)])

    assert with_part(whole, other) == section([day, other, kills])
    assert with_part(with_part(whole, other), week) == whole
    assert with_part(section([day]), kills) == section([day, kills])


def _figure() -> Figure:
    return Figure(what="requests", value=300, limit=330)


def test_figures_survive_json_and_know_their_limits() -> None:
    """Findings survive the way between processes, with their limits."""
    findings = Findings(title="A day", figures=[_figure()])
    findings.add("tokens in clear", 1, 0)
    findings.add("time", 0.25, unit="s")

    read = Findings.from_dict(findings.to_dict())
    assert read == findings
    assert [figure.what for figure in read.faults] == ["tokens in clear"]
    assert [figure.row()[1:] for figure in read.figures[1:]] == [
        ("1", "≤ 0"),
        ("0.25 s", "–"),  # noqa: RUF001
    ]

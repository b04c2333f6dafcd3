"""The place in docs/performance.md that belongs to `scripts/soak`."""

BEGIN = "<!-- soak:begin -->"
END = "<!-- soak:end -->"

NOTHING_YET = "Nothing was measured yet."


def long_runs_of(page: str) -> str:
    """Return what stands between the marks of a page."""
    _, begin, rest = page.partition(BEGIN)
    text, end, _ = rest.partition(END)
    return text.strip() if begin and end else NOTHING_YET


def replace_long_runs(page: str, text: str) -> str:
    """Put text between the marks of a page; one that has none gets them at its end."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        before, after = f"{page.rstrip()}\n\n## Long runs\n\n", "\n"
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"

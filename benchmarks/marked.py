"""Parts of docs/performance.md between two marks, each written separately."""

NOTHING_YET = "Nothing was measured yet."


def marked(page: str, name: str) -> str:
    """Return the text between the marks of a name."""
    _, begin, rest = page.partition(_begin(name))
    text, end, _ = rest.partition(_end(name))
    return text.strip() if begin and end else NOTHING_YET


def replace_marked(page: str, name: str, text: str, *, heading: str) -> str:
    """Replace the text between the marks; append both if the page has none."""
    before, begin, rest = page.partition(_begin(name))
    _, end, after = rest.partition(_end(name))
    if not (begin and end):
        before, after = f"{page.rstrip()}\n\n## {heading}\n\n", "\n"
    return f"{before}{_begin(name)}\n\n{text}\n\n{_end(name)}{after}"


def _begin(name: str) -> str:
    return f"<!-- {name}:begin -->"


def _end(name: str) -> str:
    return f"<!-- {name}:end -->"

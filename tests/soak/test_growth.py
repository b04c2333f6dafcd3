"""Growth is distinguished from noise."""

from collections.abc import Callable

import pytest

from soak.figures import Findings
from soak.growth import HomeHoldings, Watched
from soak.page_watcher import PageHoldings

ROUNDS = 60


def _faults(page: Callable[[int], PageHoldings]) -> list[str]:
    """Return the figures beyond their limits after an hour with such a page."""
    watched = Watched()
    for number in range(ROUNDS):
        watched.ours.append(page(number))
        watched.others.append(page(0))
        watched.home.append(HomeHoldings(megabytes=260, descriptors=50, listeners=130))
    findings = Findings(title="An hour")
    watched.tell(findings)
    return [each.what for each in findings.faults]


def _page(
    *,
    megabytes: float = 14,
    nodes: int = 2700,
    listeners: int = 300,
    elements: int = 27,
) -> PageHoldings:
    return PageHoldings(
        megabytes=megabytes, nodes=nodes, listeners=listeners, elements=elements
    )


def test_noise_is_no_growth() -> None:
    """Fluctuations are no growth, nor are objects created once at the start."""
    assert not _faults(
        lambda number: (
            _page(megabytes=12, nodes=2000, listeners=200, elements=20)
            if number < 3
            else _page(
                megabytes=14 + number % 5 / 2,
                nodes=2700 + number % 7 * 20,
                listeners=300 + number % 3,
                elements=27 + number % 2 * 3,
            )
        )
    )


@pytest.mark.parametrize(
    ("grows", "what"),
    [
        (lambda number: _page(megabytes=14 + number / 12), "memory of the page"),
        (lambda number: _page(nodes=2700 + 7 * number), "nodes of the page"),
        (lambda number: _page(listeners=300 + number), "listeners of the page"),
        (lambda number: _page(elements=27 + number // 2), "elements of ours alive"),
    ],
)
def test_small_leak_is_found(grows: Callable[[int], PageHoldings], what: str) -> None:
    """A small leak in each round is found."""
    assert _faults(grows) == [f"{what}, more in the last third"]

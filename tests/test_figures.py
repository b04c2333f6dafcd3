"""No figure is rounded until it says something else."""

from homeassistant.const import UnitOfRatio, UnitOfTime
import pytest

from custom_components.plex_connection.actions.responses import percent
from custom_components.plex_connection.sensor import SENSORS

FRACTIONS = (
    UnitOfRatio.PERCENTAGE,
    UnitOfTime.MILLISECONDS,
    UnitOfTime.MINUTES,
)
"""Units of values with one decimal."""


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (None, None),
        (1.0, 100.0),
        (0.9999, 99.9),
        (0.9949, 99.5),
        (0.5, 50.0),
        (0.0001, 0.1),
        (0.0, 0.0),
    ],
)
def test_percent_is_all_or_nothing_only_if_it_is(
    share: float | None, expected: float | None
) -> None:
    """A single failure, or a single success, is not rounded away."""
    assert percent(share) == expected


def test_device_page_shows_decimals() -> None:
    """99.5 % isn't shown as 100 %, nor 0.4 ms or minutes as 0."""
    precisions = {
        each.key: each.suggested_display_precision
        for each in SENSORS
        if each.native_unit_of_measurement in FRACTIONS
    }
    assert {"success_rate", "latency", "relay_time"} <= precisions.keys()
    assert {*precisions.values()} == {1}

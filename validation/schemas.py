"""Schemas, and their errors."""

from collections.abc import Iterator
from typing import Any

import homeassistant.helpers.config_validation as cv
import voluptuous as vol

from .problem import Problem


def complaints(schema: vol.Schema, data: Any, file: str) -> Iterator[Problem]:
    """Yield where and why `data` violates the schema."""
    try:
        schema(data)
    except vol.MultipleInvalid as err:
        errors = list(err.errors)
    except vol.Invalid as err:
        errors = [err]
    else:
        return
    for each in errors:
        where = ".".join(map(str, each.path))
        yield Problem(file, f"{where}: {each.msg}" if where else str(each.msg))


def https_url(value: Any) -> str:
    """Return a page's URL; raises if it is not https."""
    url: str = cv.url(value)
    if not url.startswith("https://"):
        raise vol.Invalid("is not an https address")
    return url

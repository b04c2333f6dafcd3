"""Schemas, and what they complain of."""

from collections.abc import Iterator
from typing import Any

import homeassistant.helpers.config_validation as cv
import voluptuous as vol

from .problem import Problem


def complaints(schema: vol.Schema, data: Any, file: str) -> Iterator[Problem]:
    """Yield where and why `data` is not as the schema has it."""
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
    """Return an address of a page, which must be a secure one."""
    url: str = cv.url(value)
    if not url.startswith("https://"):
        raise vol.Invalid("is not an https address")
    return url

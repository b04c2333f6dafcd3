"""Logging of exceptions where no caller would see them."""

from contextlib import AbstractContextManager
import logging
from types import TracebackType
from typing import override


class _Logged(AbstractContextManager[None, bool]):
    def __init__(self, logger: logging.Logger, what: str) -> None:
        self._logger = logger
        self._what = what

    @override
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        self._logger.error("Unexpected error: %s", self._what, exc_info=error)
        return True


def exceptions_logged(
    logger: logging.Logger, what: str
) -> AbstractContextManager[None, bool]:
    """Return a context manager that logs an exception as `what` and suppresses it.

    For steps that do not depend on each other. Cancellation passes through.
    """
    return _Logged(logger, what)

"""An exception where nobody waits for it: logged once, and what follows comes."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging


@contextmanager
def exceptions_logged(logger: logging.Logger, what: str) -> Iterator[None]:
    """Log an exception of the block, as `what` that failed, and go on after it.

    For steps that do not depend on each other. A cancellation passes: it is none.
    """
    try:
        yield
    except Exception:
        logger.exception("Unexpected error: %s", what)

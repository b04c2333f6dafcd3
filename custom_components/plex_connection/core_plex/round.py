"""One round: test the integration's address, and find one to replace it with."""

from abc import ABC, abstractmethod
from collections.abc import Callable

from ..connection import FailureKind
from .policy import TARGETS, AddressWatch, Cause, Finding, Situation
from .stored_entry import CoreServer


class AddressTester(ABC):
    """Tests addresses in the integration's own way of connecting; injected."""

    @abstractmethod
    async def test(
        self, url: str, server_id: str, *, verify_ssl: bool, is_new: bool
    ) -> FailureKind | None:
        """Return why the server cannot be used at an address; None: it can.

        A new address must not redirect. Raises nothing but bugs.
        """


type Observe = Callable[[], tuple[CoreServer, Situation] | None]


async def find(
    watch: AddressWatch, observe: Observe, tester: AddressTester, *, now: bool = False
) -> Finding | None:
    """Test what is due, and return what should be replaced by what; None: nothing.

    `now`: test the address whether or not that is due, and do not wait for certainty:
    a user waits for it. What changes during a test makes the round end without a
    finding.
    """
    if (found := observe()) is None:
        return None
    server, situation = found
    if watch.wants_test or (now and not situation.is_relay):
        failure = await tester.test(
            situation.url,
            server.server_id,
            verify_ssl=server.verify_ssl,
            is_new=False,
        )
        if (found := observe()) is None or found[0] != server:
            return None
        watch.note(failure)
        situation = found[1]
    cause = _cause_now(watch, situation) if now else watch.cause
    if cause is None:
        return None
    target = await find_target(server, situation, tester)
    if target is None or (found := observe()) is None or found[0] != server:
        return None
    return Finding(
        cause=cause,
        failure=watch.failure if cause is Cause.DEAD else None,
        url=situation.url,
        target=target,
    )


async def find_target(
    server: CoreServer, situation: Situation, tester: AddressTester
) -> str | None:
    """Return the best address that the integration can use at this moment.

    Verified even if the integration does not verify: an entry that is changed without
    being looked at should not trust more than ours.
    """
    for url in situation.direct[:TARGETS]:
        if url == situation.url:
            continue
        failure = await tester.test(url, server.server_id, verify_ssl=True, is_new=True)
        if failure is None:
            return url
    return None


def _cause_now(watch: AddressWatch, situation: Situation) -> Cause | None:
    """Return why an address needs to be replaced, certain or not."""
    if watch.failure is not None:
        return Cause.DEAD
    is_relay = situation.is_relay and bool(situation.direct)
    return Cause.RELAY if is_relay else watch.cause

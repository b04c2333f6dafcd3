"""Fixtures for tests that want a simulated Plex world.

    pytest_plugins = ["simulator.pytest_fixtures"]     # in the root conftest.py

or, in any other, import the three functions. The fixtures are `authority`,
`trusting` (a client's TLS context) and `simulator`.

`simulator` shares its event loop with the test, Home Assistant's included, and
moves with pytest-freezer: `freezer.tick(300)` moves its latencies and PINs too.
"""

from collections.abc import AsyncGenerator
import os
from pathlib import Path
import ssl

import pytest

from .certificate_authority import Authority
from .simulation import Simulator


@pytest.fixture(scope="session", name="authority")
def authority_fixture(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return the authority that the test process trusts, if any.

    Home Assistant reads REQUESTS_CA_BUNDLE at import, so `scripts/test` creates the
    authority earlier; without that, tests get one that they have to trust explicitly.
    """
    bundle = Path(os.environ.get("REQUESTS_CA_BUNDLE", ""))
    if bundle.name == "ca.pem" and bundle.with_name("ca.key").exists():
        return Authority(bundle.parent)
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session", name="trusting")
def trusting_fixture(authority: Authority) -> ssl.SSLContext:
    """Return a client's TLS context that trusts the authority and verifies."""
    return ssl.create_default_context(cafile=authority.ca_file)


@pytest.fixture(name="simulator")
async def simulator_fixture(
    socket_enabled: None,  # noqa: ARG001
    authority: Authority,
) -> AsyncGenerator[Simulator]:
    """Return a running simulation with an account, mapped into this process."""
    async with Simulator(authority) as running:
        running.add_account("alice", title="Alice")
        yield running

"""A simulated Plex world: plex.tv, media servers, their network and its faults.

It follows the protocol, not any one client, and imports nothing of the
integration. Addresses are realistic ones; each is a port of 127.0.0.1, and the
mapping puts the one in the place of the other under the loop of the process
under test. What is not simulated fails inside that process.

In a test, in one loop with Home Assistant (see `pytest_fixtures`):

    authority = Authority(Path("/tmp/authority"))  # ca.pem: what clients trust
    async with Simulator(authority) as sim:
        alice = sim.add_account("alice")
        attic = await sim.add_server("Attic")
        lan = attic.add_address("192.168.40.12")
        attic.add_address("203.0.113.40", 31234, kind="remote",
                          latency=Latency.round_trip(0.045))
        attic.add_address("198.51.100.77", 8443, kind="relay", rate=125_000)
        attic.add_address("172.18.0.1", fault="silent")      # dead at birth

        lan.inject("slow_answer", delay=3)   # FaultKind names them all
        lan.heal()
        lan.vanish()                         # the cable; crash() is the process
        attic.restore()                      # every address of the server
        attic.move(lan, "192.168.40.99")
        sim.plex_tv.inject("rate_limited", host="clients.plex.tv", retry_after=30)
        sim.plex_tv.claim()                  # the click on the sign-in page
        sim.break_plex_direct()              # no name under plex.direct resolves
        await attic.notify("reachability", {"reachability": False})

        assert sim.record.tokens_in_clear() == []
        assert sim.record.tokens_at("203.0.113.40:31234") <= {"server:Attic:alice"}
        assert sim.record.count(path="/identity", server="Attic") == 1

aiohttp keeps DNS answers for ten seconds: a client that has one does not notice
that the name stopped to resolve.

As a process of its own, with another inside its network:

    python -m simulator.authority DIR
    python -m simulator demo --authority DIR --network FILE --control-port 8765
    export REQUESTS_CA_BUNDLE=DIR/ca.pem
    python -m simulator.mapped --network FILE -- homeassistant --config CONFIG
    curl -d '{"do": "claim"}' http://127.0.0.1:8765/control    # see `actions`
"""

from .accounts import Account, Pin
from .certificate_authority import Authority, CertificateFlaw
from .faults import Fault, FaultKind
from .line import Latency
from .listener import Listener, PlainRefusal
from .media_server import IMPOSTOR, MediaServer, Row, ServerProfile
from .network import DnsMode, Network, NetworkAdapter, Reach
from .plex_tv import Player, PlexTv
from .record import ListenerKind, Record, RequestEntry, TokenPlace
from .simulation import Simulator

__all__ = [
    "IMPOSTOR",
    "Account",
    "Authority",
    "CertificateFlaw",
    "DnsMode",
    "Fault",
    "FaultKind",
    "Latency",
    "Listener",
    "ListenerKind",
    "MediaServer",
    "Network",
    "NetworkAdapter",
    "Pin",
    "PlainRefusal",
    "Player",
    "PlexTv",
    "Reach",
    "Record",
    "RequestEntry",
    "Row",
    "ServerProfile",
    "Simulator",
    "TokenPlace",
]

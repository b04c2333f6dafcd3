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
        attic.flip(20)                       # away for 20 s, back for 20 s, …
        attic.cut_connections()              # RST for what is open, and no more
        attic.inject("starting", lasts=60)   # 503 for a minute
        lan.inject("answer_lost", times=1)   # carried out, and never answered
        lan.inject("request_lost", ending="close", paths=["/library"])
        lan.inject("tls_alert")              # or a certificate fault: only TLS fails,
        lan.cut_connections()                # and what is open is not concerned
        lan.inject("resumption_refused")     # an alert for who offers a TLS session
        # 401 with a token that plex.tv calls good, with an old one, with a dead one:
        attic.inject("unauthorized", token_of="server:Attic:alice")
        attic.rotate_token(alice)
        sim.plex_tv.revoke(alice, servers=True)
        attic.rotate_certificate(publish=False)     # a new hash; `attic.publish()`
        attic.tls.tickets = False            # no TLS session is resumed
        attic.tls.max_version = ssl.TLSVersion.TLSv1_2
        attic.move(lan, "192.168.40.99")     # publish=False: plex.tv does not know
        sim.plex_tv.inject("rate_limited", host="clients.plex.tv", retry_after=30)
        sim.plex_tv.claim()                  # the click on the sign-in page
        sim.break_plex_direct()              # no name under plex.direct resolves
        await attic.notify("reachability", {"reachability": False})

        # Searches (GDM) to 239.0.0.250:32414 or a broadcast address, from a socket
        # bound to an adapter, are heard by the servers of that network.
        sim.network.adapters = (
            NetworkAdapter(name="eth0", address="192.168.40.10", prefix=24),
        )
        attic.gdm = False
        await sim.add_gdm_impostor("192.168.40.66", port=32499,
                                   machine_identifier=attic.machine_identifier)
        assert [entry.origin.server for entry in sim.record.datagrams] == ["Attic"]
        assert {entry.source for entry in sim.record.sent} == {"192.168.40.10"}

        assert sim.record.tokens_in_clear() == []
        assert sim.record.tokens_at("203.0.113.40:31234") <= {"server:Attic:alice"}
        assert sim.record.count(path="/identity", server="Attic") == 1
        assert attic.actions["GET /:/scrobble"] == 1   # carried out, not only asked

aiohttp repeats a GET, PUT or DELETE of its own accord when its connection dies:
`times=1` then shows nothing to the caller. Under frozen time a timer that is due
at this very moment waits for the next: tick a little more than it takes.

aiohttp keeps DNS answers for ten seconds: a client that has one does not notice
that the name stopped to resolve.

A whole world at once, a hundred servers with sixteen addresses each:

    await populate(sim, crowd(100, 16))      # simulator.crowd, simulator.scenario

As a process of its own, with another inside its network:

    python -m simulator.authority DIR
    python -m simulator demo --authority DIR --network FILE --control-port 8765
    export REQUESTS_CA_BUNDLE=DIR/ca.pem
    python -m simulator.mapped --network FILE -- homeassistant --config CONFIG
    curl -d '{"do": "claim"}' http://127.0.0.1:8765/control    # see `actions`

For people http://127.0.0.1:8765/ has buttons, and /auth is the page to sign in.

In the place of "demo" stands any scenario: a name, a size ("100x16"), or a file.
"""

from .accounts import Account, Pin
from .adapters import NetworkAdapter
from .certificate_authority import Authority, CertificateFlaw
from .faults import Ending, Fault, FaultKind
from .line import Latency
from .listener import Listener, Outage
from .media_server import IMPOSTOR, MediaServer
from .network import DnsMode, Network, Reach
from .plex_tv import Player, PlexTv
from .record import ListenerKind, Record, RequestEntry, TokenPlace
from .server_profile import Row, ServerProfile
from .simulation import Simulator
from .world import PlainRefusal

__all__ = [
    "IMPOSTOR",
    "Account",
    "Authority",
    "CertificateFlaw",
    "DnsMode",
    "Ending",
    "Fault",
    "FaultKind",
    "Latency",
    "Listener",
    "ListenerKind",
    "MediaServer",
    "Network",
    "NetworkAdapter",
    "Outage",
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

"""The paths to one server of a download: addresses and their results."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from .download import Candidate, Row, Server
from .failures import SILENCE, TLS_KINDS, Alert, trouble_of
from .parts import endpoint_of
from .scenario import AddressPlan
from .stand_ins import StandIns, certificate_hash, certificate_of

TIERS = ("local", "remote", "relay")
HTTPS, HTTP = 0, 1

LONGEST_ROUND_TRIP = {"local": 0.25, "remote": 0.8, "relay": 1.2}
"""Seconds per round trip with which a probe, some five of them, stays within its
time."""


@dataclass(kw_only=True)
class Path:
    """One address and port, under all its names."""

    address: str
    port: int
    kind: str
    """The kind by plex.tv's terms."""
    host: str | None = None
    """A custom host name, in its simulated form."""
    is_listed: bool = False
    candidate: Candidate | None = None
    """The candidate over https, or over http if that is all."""
    twin: Candidate | None = None
    """The same over plain http."""
    usual: str | None = None
    """The most frequent failure of its kind."""
    urls: set[str] = field(default_factory=set)
    """Its URLs in the download."""

    @property
    def place(self) -> str:
        """Return its name in actions."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{host}:{self.port}"

    @property
    def preference(self) -> tuple[int, int]:
        """Return its rank, the lower the better."""
        kind = self.kind if self.candidate is None else self.candidate.kind
        return TIERS.index(kind), HTTPS

    @property
    def trouble(self) -> Alert:
        """Return the trouble when it failed, as far as it is known.

        If it works by now, plain http may not have been tried since: its result counts,
        for it is tried only after https has failed.
        """
        named = self.host is not None
        attempts = [
            None if each is None else each.attempt
            for each in (self.candidate, self.twin)
        ]
        for attempt in attempts:
            if attempt is not None and attempt.failure is not None:
                return trouble_of(attempt.failure, attempt, named=named)
        if attempts[1] is not None:
            usual = self.usual if self.usual in TLS_KINDS else "tls_other"
            return trouble_of(usual, named=False)
        return SILENCE if self.usual is None else trouble_of(self.usual, named=named)

    @property
    def trouble_of_tls(self) -> Alert:
        """Return the trouble while plain http worked."""
        attempt = None if self.candidate is None else self.candidate.attempt
        failure = None if attempt is None else attempt.failure
        return trouble_of(failure if failure in TLS_KINDS else "tls_other", named=False)

    @property
    def round_trip(self) -> float:
        """Return the round trip in seconds, if measured."""
        if self.candidate is None:
            return 0.0
        attempt = self.candidate.attempt
        measured = [self.candidate.warm_ms]
        if attempt is not None:
            measured += [attempt.connect_ms, attempt.latency_ms]
        known = [each / 1000 for each in measured if each is not None]
        return round(min([*known, LONGEST_ROUND_TRIP[self.kind]]), 4) if known else 0.0

    def plan(self, trouble: Alert | None) -> AddressPlan:
        """Return its plan for a scenario, with its initial trouble."""
        begin = trouble or Alert()
        return AddressPlan(
            address=self.address,
            port=self.port,
            kind=self.kind,
            round_trip=self.round_trip,
            host=self.host,
            listed=self.is_listed,
            fault=begin.fault,
            settings=begin.settings,
            leads_to=begin.leads_to,
        )


class Paths:
    """The addresses of one server."""

    def __init__(self, server: Server, stand_ins: StandIns) -> None:
        """Collect every address in the download."""
        self._stand_ins = stand_ins
        self._usual = server.usual
        self._known = {each.url: each for each in server.candidates}
        self._paths: dict[tuple[str, int], Path] = {}
        self.certificate = _certificate_of(server)
        self.rows: list[dict[str, Any]] = []
        """Other rows of plex.tv's list, unchanged."""
        for row in server.rows:
            self._add(row.url, row.kind)
        for candidate in server.candidates:
            self._note(candidate)
        for change in server.changes:
            if change.to_url is not None:
                # Gone by now, but listed then, or it could not have been used.
                is_new = self.find(change.to_url) is None
                path = self._add(change.to_url, change.to_type)
                path.is_listed |= is_new
        for row in server.rows:
            self._list(row)

    def __iter__(self) -> Iterator[Path]:
        """Yield every path."""
        return iter(self._paths.values())

    def find(self, url: str | None) -> Path | None:
        """Return the path of a URL in the download."""
        return next((path for path in self if url in path.urls), None)

    def _add(self, url: str, kind: str) -> Path:
        """Return the path of a URL; one that leads nowhere is not kept."""
        found = endpoint_of(url)
        _, host, port = found or ("", "", 0)
        address = self._stand_ins.address_of_host(host)
        own_name = None
        if address is None:
            own_name = self._stand_ins.host(host)
            candidate = self._known.get(url)
            peer = candidate.attempt.peer if candidate and candidate.attempt else None
            address = (
                self._stand_ins.made_up(host, at_home=kind == "local")
                if peer is None
                else self._stand_ins.address(peer)
            )
        path = Path(address=address, port=port, kind=kind)
        if found is not None and _can_listen(address):
            path = self._paths.setdefault((address, port), path)
        path.host = path.host or own_name
        path.usual = self._usual.get(path.kind)
        path.urls.add(url)
        return path

    def _note(self, candidate: Candidate) -> None:
        """Add a candidate; those from LAN announcements have no row."""
        path = self._add(candidate.url, candidate.kind)
        if candidate.url.startswith("http:"):
            path.twin = candidate
        if path.candidate is None or path.candidate.url.startswith("http:"):
            path.candidate = candidate

    def _list(self, row: Row) -> None:
        """Add a row of plex.tv's list: a listener's, or unchanged."""
        path = self.find(row.url)
        found = endpoint_of(row.url)
        scheme, host, port = found or ("https", "", row.port)
        certificate = certificate_of(host)
        if path is not None and found is not None and scheme == "https":
            is_usual = certificate is not None and certificate == self.certificate
            is_own = path.host is not None and path.host == self._stand_ins.host(host)
            if not path.is_listed and (is_own or (is_usual and path.host is None)):
                path.is_listed = True
                path.kind = row.kind
                return
        simulated = self._stand_ins.host(host) if found else ""
        shown = f"[{simulated}]" if ":" in simulated else simulated
        self.rows.append(
            {
                "address": self._stand_ins.host(row.address),
                "port": row.port,
                "uri": f"{scheme}://{shown}:{port}" if found else row.url,
                "local": row.local,
                "relay": row.relay,
                "ipv6": ":" in simulated,
                "protocol": scheme,
            }
        )


def addresses_on_link(servers: Iterable[Server]) -> set[str]:
    """Return the addresses on Home Assistant's networks."""
    return {
        each.address
        for server in servers
        for each in server.candidates
        if each.on_link and each.address is not None
    }


def hash_of(paths: Paths) -> str | None:
    """Return the hash of the server's certificate."""
    return None if paths.certificate is None else certificate_hash(paths.certificate)


def _certificate_of(server: Server) -> str | None:
    """Return the certificate that most of its addresses share."""
    named = [
        certificate
        for row in server.rows
        if (found := endpoint_of(row.url)) is not None
        and (certificate := certificate_of(found.host)) is not None
    ]
    return max(named, key=named.count, default=None)


def _can_listen(address: str) -> bool:
    ip = ip_address(address)
    return not (ip.is_loopback or ip.is_multicast or ip.is_unspecified)

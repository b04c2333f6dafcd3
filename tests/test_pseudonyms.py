"""A download is independent of the user's names, addresses, certificates and tokens."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
import json
import re
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Attempt,
    BreakerState,
    Candidate,
    CandidateReport,
    Change,
    ChangeReason,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    LanAnnouncement,
    Networks,
    Rejection,
    RejectionReason,
    Row,
    RowSource,
    ServerMetrics,
    ServerRecord,
    is_private,
)
from custom_components.plex_connection.diagnosis import (
    Fact,
    MappingError,
    MappingState,
    Problem,
    RemoteAccess,
    ServerStatus,
    Severity,
    Verdict,
)
from custom_components.plex_connection.redaction.diagnostics_payload import (
    Download,
    ServerView,
)
from custom_components.plex_connection.redaction.pseudonyms import Pseudonyms
from tests.examples import examples

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)

DASHED = "fd00-0000-0000-0000-0000-0000-0000-0007"


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """All that distinguishes one home from another."""

    four: IPv4Address
    six: IPv6Address
    certificate: str
    server_id: str
    name: str
    owner: str
    host: str
    token: str
    malformed: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return what must not be found, in every spelling."""
        return (
            str(self.four),
            str(self.four).replace(".", "-"),
            str(self.six),
            self.six.exploded,
            self.six.exploded.replace(":", "-"),
            self.certificate,
            self.server_id,
            self.host,
            self.token,
        )


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address belongs to one user only."""
    return address.is_global and not address.is_multicast and not is_private(address)


def hexadecimal(digits: int) -> st.SearchStrategy[str]:
    """Return a strategy for identifiers and hashes."""
    return st.text("0123456789abcdef", min_size=digits, max_size=digits)


labels = st.from_regex(r"[a-z][a-z0-9]{5,12}", fullmatch=True)
secrets = st.builds(
    Secrets,
    four=st.ip_addresses(v=4).filter(is_public),
    # Short ones occur in the words of the download itself.
    six=st.ip_addresses(v=6, network="2a00::/16").filter(lambda ip: len(str(ip)) > 12),
    certificate=hexadecimal(32).filter(lambda text: len(set(text)) > 4),
    server_id=hexadecimal(40).filter(lambda text: len(set(text)) > 4),
    name=st.sampled_from(["a", "192", "local", "https", "server-1"])
    | st.text(min_size=1),
    owner=st.text(min_size=1).map(lambda text: f"owner {text}"),
    host=st.tuples(labels, labels).map(lambda pair: f"{pair[0]}.{pair[1]}.example"),
    token=st.from_regex(r"[A-Za-z0-9_-]{20}", fullmatch=True),
    malformed=st.text(min_size=1).map(lambda text: f"https://{text}/?{text}"),
)


def url(address: IPv4Address | IPv6Address, secret: Secrets, port: int = 32400) -> str:
    """Return the plex.direct URL of an address."""
    label = address.exploded.replace(".", "-").replace(":", "-")
    return f"https://{label}.{secret.certificate}.plex.direct:{port}"


def view(secret: Secrets) -> ServerView:
    """Return a server with all fields known, and a secret in every place."""
    at_home = IPv4Address("192.168.40.12")
    rows = [
        Row(
            url=each,
            address=address,
            port=32400,
            local=address == str(at_home),
            relay=False,
            source=RowSource.PLEX_TV,
        )
        for each, address in (
            (url(at_home, secret), str(at_home)),
            (url(secret.four, secret), str(secret.four)),
            (url(secret.six, secret), str(secret.six)),
            (f"https://{secret.host}:443", secret.host),
            (f"http://{secret.four}:32400", str(secret.four)),
            (f"http://[{secret.six}]:32400", f"::ffff:{secret.four}"),
            (secret.malformed, secret.malformed),
        )
    ]
    candidates = [
        Candidate(
            url=row.url,
            scheme="https",
            host=row.url.removeprefix("https://").rpartition(":")[0],
            port=32400,
            address=row.address,
            kind=ConnectionType.REMOTE,
            on_link=False,
        )
        for row in rows[:4]
    ]
    attempt = Attempt(
        url=rows[1].url, at=NOW, failure=FailureKind.TIMEOUT, peer=str(secret.four)
    )
    record = ServerRecord(
        server_id=secret.server_id,
        name=secret.name,
        owner_name=secret.owner,
        owned=False,
        home=False,
        public_address_matches=True,
        https_required=False,
        presence=True,
        relay_available=True,
        version="1.43.4.10903-5a1e2c3d4",
        platform="Linux",
        rows=tuple(rows),
    )
    report = ConnectionReport(
        server_id=secret.server_id,
        connection_type=ConnectionType.REMOTE,
        active=candidates[1],
        standby=candidates[2],
        last_tested=NOW,
        candidates=tuple(
            CandidateReport(
                candidate=each,
                last_attempt=attempt,
                breaker=BreakerState.CLOSED,
                backoff_until=None,
                failure_count=1,
            )
            for each in candidates
        ),
        rejected=(
            Rejection(url=secret.malformed, reason=RejectionReason.MALFORMED),
            Rejection(url=str(secret.six), reason=RejectionReason.NOT_ON_LINK),
        ),
        changes=(
            Change(
                at=NOW,
                from_type=ConnectionType.LOCAL,
                to_type=ConnectionType.REMOTE,
                from_url=rows[0].url,
                to_url=rows[1].url,
                reason=ChangeReason.FAILOVER,
                duration_ms=12.5,
            ),
        ),
        pinned=rows[2].url,
    )
    metrics = ServerMetrics(clock=lambda: 0.0, today=NOW.date, cached=True)
    return ServerView(
        record=record,
        report=report,
        announcements=(
            LanAnnouncement(address=str(secret.four), port=32400, source=RowSource.GDM),
        ),
        push="open",
        metrics=metrics.snapshot(),
        verdict=verdict(secret),
        status=status(secret),
    )


def verdict(secret: Secrets) -> Verdict:
    """Return a verdict whose evidence names everything, in every form."""
    addresses = (
        url(secret.four, secret),
        f"{secret.four}:32400",
        f"[{secret.six}]:32400",
        str(secret.four),
        str(secret.six),
        secret.host,
        secret.malformed,
        "192.168.40.12:32400",
    )
    facts = [Fact(key="refuses", address=each) for each in addresses]
    return Verdict(
        problem=Problem.SERVER_OFF,
        severity=Severity.ERROR,
        facts=(
            *facts,
            Fact(key="address_of_app", address="172.30.33.1", value=secret.name),
            Fact(key="certificate_ends", value="2026-11-09"),
            Fact(key="mapping_error", value=MappingError.DOUBLE_NAT),
        ),
    )


def status(secret: Secrets) -> ServerStatus:
    """Return what a server says, its owner's words included."""
    return ServerStatus(
        remote_access=RemoteAccess(
            state=MappingState.MAPPED,
            error=MappingError.NONE,
            is_signed_in=True,
            public_address=str(secret.four),
            public_port=32400,
            at=NOW,
        ),
        settings={
            "FriendlyName": secret.name,
            "LanNetworksBandwidth": f"{secret.six}/64",
            "ManualPortMappingPort": 32400,
            "PublishServerOnPlexOnlineKey": True,
            "allowedNetworks": "",
            "customConnections": f"https://{secret.host}:443",
            "secureConnections": secret.owner,
        },
        settings_at=NOW,
    )


def download_of(secret: Secrets, error: str | None = None) -> dict[str, Any]:
    """Return everything that a download may contain of it."""
    download = Download(Pseudonyms([secret.token]), [secret.server_id])
    networks = [ip_network(f"{secret.six}/64", strict=False), ip_network("10.0.0.0/8")]
    return {
        "server": download.server(view(secret)),
        "networks": download.networks(Networks(interfaces=tuple(networks))),
        "options": download.options(
            {
                "push": True,
                "unwatched_servers": [secret.server_id],
                "pinned": {secret.server_id: url(secret.four, secret)},
            }
        ),
        "error": download.error(error),
    }


@given(secrets, secrets)
@examples(50)
def test_downloads_of_two_homes_are_identical(one: Secrets, other: Secrets) -> None:
    """Two homes in the same situation have identical downloads."""
    shown = download_of(one)
    assert json.dumps(shown) == json.dumps(download_of(other))
    server = shown["server"]
    assert server["record"]["rows"][1]["url"] == server["report"]["active"]["url"]
    assert (
        server["report"]["changes"][0]["to_url"]
        == shown["options"]["pinned"]["server-1"]
    )
    assert server["record"]["rows"][5]["address"] == "public-ipv4-1"
    diagnosis = server["diagnosis"]
    facts = [each["address"] for each in diagnosis["facts"]]
    assert facts[0] == server["record"]["rows"][1]["url"]
    assert facts[1:6] == [
        "public-ipv4-1:32400",
        "public-ipv6-1:32400",
        "public-ipv4-1",
        "public-ipv6-1",
        "host-1",
    ]
    assert facts[7:9] == ["192.168.40.12:32400", "172.30.33.1"]
    values = [each["value"] for each in diagnosis["facts"][-3:]]
    assert values[0].startswith("text-")
    assert values[1:] == ["2026-11-09", "doublenat"]
    assert diagnosis["remote_access"]["public_address"] == "public-ipv4-1"
    assert diagnosis["settings"].pop("secureConnections").startswith("text-")
    assert diagnosis["settings"] == {
        "LanNetworksBandwidth": "set",
        "ManualPortMappingPort": 32400,
        "PublishServerOnPlexOnlineKey": True,
        "allowedNetworks": "empty",
        "customConnections": "set",
    }


@given(secrets, st.text(), st.text(), st.integers(0, 8))
@examples(50)
def test_secret_in_an_error_text(
    secret: Secrets, before: str, after: str, which: int
) -> None:
    """An error text contains no secret, in any of its spellings."""
    hidden = secret.spellings[which]
    shown = json.dumps(download_of(secret, f"{before}{hidden}{after}"))
    assert hidden not in shown


@given(secrets, st.text(".-: 0123456789abcdefx"), st.text(".-: 0123456789abcdefx"))
@examples(50)
def test_address_among_digits(secret: Secrets, before: str, after: str) -> None:
    """An unknown address among digits and points is replaced, too."""
    names = Pseudonyms()
    for hidden in secret.spellings[:7]:
        shown = names.error(f"{before}{hidden}{after}")
        assert hidden not in shown or is_part_of_harmless(hidden, shown)


def is_part_of_harmless(hidden: str, shown: str) -> bool:
    """Return whether adjacent digits have turned it into a harmless address.

    A 2 before 24.0.0.0 makes a multicast group, which identifies no user.
    """
    start = shown.index(hidden)
    end = start + len(hidden)
    around = (
        shown[first:last].replace("-", "." if "." in shown[first:last] else separator)
        for first in range(start + 1)
        for last in range(end, len(shown) + 1)
        if (first, last) != (start, end)
        for separator in ".:"
    )
    return any(map(is_harmless, around))


def is_harmless(text: str) -> bool:
    """Return whether this is an address that any user may have."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return (
        is_private(address)
        or address.is_link_local
        or address.is_loopback
        or address.is_unspecified
        or address.is_multicast
    )


@pytest.mark.parametrize(
    ("hidden", "text", "is_part"),
    [
        ("24.0.0.0", "to 224.0.0.0", True),
        ("92.168.1.1", "192.168.1.1.", True),
        ("2a00::7", "fd00:2a00::7", True),
        ("24.0.0.0", "to 24.0.0.0", False),
        ("24.0.0.0", "124.0.0.0", False),
        ("203.0.113.9", "10.203.0.113.9", False),
        ("2a00::7", "2a00::7:", False),
    ],
)
def test_address_within_another(hidden: str, text: str, *, is_part: bool) -> None:
    """An address that stays visible as part of another one rightly does."""
    assert is_part_of_harmless(hidden, text) is is_part
    if is_part:
        assert Pseudonyms().error(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("timeout (tls)", "timeout (tls)"),
        ("HTTP 429: too many requests", "HTTP 429: too many requests"),
        ("resources[3].name: expected text", "resources[3].name: expected text"),
        ("/api/v2/resources: not JSON", "/api/v2/resources: not JSON"),
        ("no way to 192.168.1.2", "no way to 192.168.1.2"),
        ("no way to fd00::7", "no way to fd00::7"),
        (
            "no way to 203.0.113.9 or 203-0-113-9",
            "no way to public-ipv4-1 or public-ipv4-1",
        ),
        ("10.203.0.113.9", "text-1"),
        ("to 999.1.1.1", "to text-1"),
        ("mail to nora@example.net!", "mail to text-1"),
        ("Authorization: abcdefghijklmnop", "Authorization: text-1"),
        ("the secrets of Attic", "the **REDACTED**s of name-1"),
        ("aspects of a thing", "aspects of name-2 thing"),
    ],
)
def test_errors(text: str, shown: str) -> None:
    """Our own words stay; what may identify a user is replaced."""
    names = Pseudonyms(["secret"])
    names.person("Attic")
    names.person("a")
    assert names.error(text) == shown


def test_no_secrets() -> None:
    """Without secrets there is nothing to replace."""
    assert Pseudonyms().error("no idea") == "no idea"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("192.168.1.2", "192.168.1.2"),
        ("100.64.1.2", "100.64.1.2"),
        ("169.254.1.2", "169.254.1.2"),
        ("224.0.0.1", "224.0.0.1"),
        ("0.0.0.0", "0.0.0.0"),  # noqa: S104
        ("::1", "::1"),
        ("fd00::7", "fd00::7"),
        ("fe80::1%attic", "fe80::1"),
        ("::ffff:192.168.1.2", "192.168.1.2"),
        ("::ffff:203.0.113.9", "public-ipv4-1"),
        ("64:ff9b::203.0.113.9", "public-ipv6-1"),
        ("ff02::1:ff00:1234", "ff02::1"),
        ("https://192.168.1.2", "https://192.168.1.2:443"),
        ("HTTP://Plex.Example.net:80/", "http://host-1:80"),
        ("http://[fd00::7]:32400", "http://[fd00::7]:32400"),
        ("http://[::ffff:10.0.0.1]:32400", "http://10.0.0.1:32400"),
        ("http://[1.2.3.4]:32400", "http://public-ipv4-1:32400"),
        ("http://[:::]:32400", "text-1"),
        ("https://nora:secret@10.0.0.1:32400", "text-1"),
        ("https://10.0.0.1:32400/?X-Plex-Token=1", "text-1"),
        (
            f"https://10-0-0-1.{'ab' * 16}.plex.direct:1",
            "https://10-0-0-1.certificate-1.plex.direct:1",
        ),
        (
            f"https://{DASHED}.{'ab' * 16}.plex.direct:1",
            f"https://{DASHED}.certificate-1.plex.direct:1",
        ),
        ("https://10-0-0-1.attic.plex.direct:1", "https://host-1:1"),
    ],
)
def test_places(text: str, shown: str) -> None:
    """Private addresses stay; of all others only the kind is shown."""
    assert Pseudonyms().place(text) == shown


def test_pseudonyms_are_stable() -> None:
    """Equal values have the same pseudonym, different values different ones."""
    names = Pseudonyms()
    assert names.place("https://plex.example.net:443") == "https://host-1:443"
    assert names.host("other.example.net") == "host-2"
    assert names.host("PLEX.example.net") == "host-1"
    assert names.server("one") == names.server("one") == "server-1"
    assert names.person("one") == "name-1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1.43.4.10903-5a1e2c3d4", "1.43.4.10903"),
        ("1.43", "1.43"),
        ("203.0.113.9", "text-1"),
        ("1.43 Attic", "text-1"),
        ("", "text-1"),
    ],
)
def test_versions(text: str, shown: str) -> None:
    """Only numbers stay that are no address."""
    assert Pseudonyms().version(text) == shown


def test_platforms() -> None:
    """Only common ones stay."""
    names = Pseudonyms()
    assert names.platform("Linux") == "Linux"
    assert names.platform("Nora's NAS") == "text-1"


def test_other_values() -> None:
    """Types of the engine's values, and types that should not occur."""
    download = Download(Pseudonyms())
    assert download.values(
        {
            ConnectionType.LOCAL: (1, 2.5, None, True, NOW, date(2026, 11, 3)),
            "Attic": ip_network("10.0.0.0/8"),
            "more": timedelta(seconds=1),
        }
    ) == {
        "local": [1, 2.5, None, True, NOW.isoformat(), "2026-11-03"],
        "text-1": "10.0.0.0/8",
        "text-2": "text-3",
    }
    assert download.options({"notes": ["Attic"], "Attic!": {"a"}, 7: 1}) == {
        "notes": ["host-1"],
        "text-4": ["host-2"],
        "host-3": 1,
    }
    assert download.error(None) is None


def test_the_scheme_of_a_candidate_is_one_of_two() -> None:
    """Any other scheme is left empty."""
    secret = Secrets(
        four=IPv4Address("203.0.113.9"),
        six=IPv6Address("2001:db8::9"),
        certificate="ab" * 16,
        server_id="cd" * 20,
        name="Attic",
        owner="Nora",
        host="plex.example.net",
        token="t" * 20,
        malformed="https://x/y",
    )
    whole = view(secret)
    active = whole.report.active
    assert active is not None
    report = replace(whole.report, active=replace(active, scheme="attic"))
    shown = Download(Pseudonyms()).server(replace(whole, report=report))
    assert shown["report"]["active"]["scheme"] == ""
    assert re.fullmatch("public-ipv4-[0-9]", shown["sightings"][0]["address"])
    assert ip_address(shown["record"]["rows"][0]["address"]).is_private

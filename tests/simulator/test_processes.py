"""The simulator as a process, and other processes inside its network."""

import asyncio
from collections.abc import AsyncGenerator, Generator
import os
from pathlib import Path
import signal
import socket
import ssl
import sys
from typing import Any

import aiohttp
import ifaddr
import pytest

from simulator import Authority, DnsMode, Latency, Network, Reach, Simulator
from simulator.__main__ import parse, run
from simulator.adapters import NetworkAdapter
from simulator.authority import main as make_authority
from simulator.confinement import confined
from simulator.control import Control
from simulator.mapped import main as run_mapped
from simulator.mapping import Mapping
from simulator.network import Route
from simulator.network_file import Journal, NetworkReader, read_journal, write_network
from tests.simulator.confined_session import try_everything
from tests.waiting import PATIENCE

REPOSITORY = Path(__file__).parents[2]


def test_reader_follows_the_file(tmp_path: Path) -> None:
    """A replaced file is read again, an unchanged one is not."""
    file = tmp_path / "network.json"
    write_network(Network(unknown=Reach.REFUSED), file)
    read = NetworkReader(file)
    assert read() is read()
    assert read().unknown is Reach.REFUSED
    write_network(Network(unknown=Reach.SILENT), file)
    assert read().unknown is Reach.SILENT
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("socket_enabled")
async def test_file_follows_the_simulation(
    authority: Authority, tmp_path: Path
) -> None:
    """Every change reaches the file soon; simultaneous ones share one write."""
    file = tmp_path / "network.json"
    async with Simulator(authority, mapped=False, network_file=file) as simulator:
        attic = await simulator.add_server("Attic")
        lan = attic.add_address("192.168.40.12")
        attic.add_address("192.168.40.13")
        await asyncio.sleep(0)
        routes = NetworkReader(file)().routes
        assert routes["192.168.40.12", 32400].port == lan.loopback_port
        assert ("198.51.100.10", 443) in routes
        lan.inject("silent")
        await asyncio.sleep(0)
        assert NetworkReader(file)().routes["192.168.40.12", 32400].reach == "silent"
        lan.heal()
        simulator.remove_network_file()
        await asyncio.sleep(0)
    assert not file.exists()


@pytest.fixture
def network_file(tmp_path: Path) -> Path:
    """Return a small network in a file."""
    file = tmp_path / "network.json"
    network = Network(
        routes={
            ("192.168.40.12", 1): Route(reach=Reach.REFUSED),
            ("192.168.40.12", 2): Route(reach=Reach.SILENT),
        },
        names={"plex.tv": ("198.51.100.10",)},
        adapters=(
            NetworkAdapter(name="eth0", address="192.168.40.10", prefix=24),
            NetworkAdapter(name="eth0", address="fd00::10", prefix=64),
        ),
    )
    write_network(network, file)
    return file


@pytest.fixture
def echo(socket_enabled: None) -> Generator[int]:
    """Return a port of 127.0.0.1 that accepts."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        yield sock.getsockname()[1]


async def test_confined_process(network_file: Path, tmp_path: Path, echo: int) -> None:
    """Nothing leaves a mapped process: not from threads, nor by datagram."""
    journal = tmp_path / "journal"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulator.mapped"),
        *("--network", str(network_file), "--journal", str(journal), "--"),
        *("tests.simulator.confined_session", str(echo)),
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    assert output.splitlines()[-1] == b"confined"
    entries = read_journal(journal)
    assert {"looked_up": "plex.tv", "answers": ["198.51.100.10"]} in entries
    assert {"looked_up": "example.org", "answers": []} in entries
    assert {"dialled": "192.0.2.53", "port": 53, "reach": "unreachable"} in entries


def test_confinement_comes_off(network_file: Path, echo: int) -> None:
    """The confinement also works within this process, and is fully removed."""
    before = dict(vars(socket.socket)), socket.getaddrinfo, ifaddr.get_adapters
    mapping = Mapping(network=NetworkReader(network_file), witness=Journal(None))
    with confined(mapping):
        try_everything(echo)
    after = dict(vars(socket.socket)), socket.getaddrinfo, ifaddr.get_adapters
    assert after == before


@pytest.mark.usefixtures("socket_enabled")
def test_a_network_without_adapters_or_dns(tmp_path: Path) -> None:
    """A silent name server is reported as such; without adapters no address exists."""
    file = tmp_path / "network.json"
    write_network(Network(plex_direct=DnsMode.SILENT), file)
    mapping = Mapping(network=NetworkReader(file), witness=Journal(None))
    with (
        confined(mapping),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
    ):
        with pytest.raises(OSError, match="unreachable"):
            sock.connect(("192.0.2.53", 53))
        with pytest.raises(socket.gaierror) as caught:
            socket.gethostbyname("10-0-0-1.aa.plex.direct")
        assert caught.value.errno == socket.EAI_AGAIN


@pytest.mark.usefixtures("socket_enabled")
async def test_threads_are_mapped(
    authority: Authority, trusting: ssl.SSLContext
) -> None:
    """A blocking client in a thread reaches the simulation, with its latency."""
    async with Simulator(authority, mapped=False) as simulator:
        attic = await simulator.add_server("Attic")
        for address in ("192.168.40.12", "2001:db8::10"):
            attic.add_address(address, latency=Latency.round_trip(0.01))
        mapping = Mapping(network=lambda: simulator.network, witness=simulator)

        def ask(address: str) -> tuple[Any, bytes]:
            name = attic.row(attic.listener(address)).uri.split("/")[2].split(":")[0]
            with socket.create_connection((address, 32400), timeout=PATIENCE) as plain:
                peer = plain.getpeername()
                with trusting.wrap_socket(plain, server_hostname=name) as sock:
                    sock.sendall(b"GET /identity HTTP/1.1\r\nHost: x\r\n\r\n")
                    return peer, sock.recv(4096)

        with confined(mapping):
            for address in ("192.168.40.12", "2001:db8::10"):
                peer, answer = await asyncio.to_thread(ask, address)
                assert peer[:2] == (address, 32400)
                assert b"200 OK" in answer


def test_mapped_runs_a_module(
    network_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The module gets its own arguments, and the process is restored after it."""
    before = vars(socket.socket).get("sendto"), sys.argv
    run_mapped(["--network", str(network_file), "--", "platform", "terse"])
    assert capsys.readouterr().out
    assert (vars(socket.socket).get("sendto"), sys.argv) == before


def test_authority_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command creates the authority and prints its file."""
    make_authority([str(tmp_path)])
    assert capsys.readouterr().out == f"{tmp_path / 'ca.pem'}\n"
    with pytest.raises(SystemExit):
        make_authority([])


@pytest.fixture
async def control(simulator: Simulator) -> AsyncGenerator[tuple[str, list[str]]]:
    """Return the address of a control surface, and its messages."""
    said: list[str] = []
    control = Control(simulator, say=said.append)
    await control.start()
    yield f"http://127.0.0.1:{control.port}/control", said
    await control.stop()


@pytest.mark.usefixtures("lan")
async def test_control(
    simulator: Simulator, client: aiohttp.ClientSession, control: tuple[str, list[str]]
) -> None:
    """Another process acts, finds addresses and PINs, and reads the record."""
    base, said = control
    headers = {"X-Plex-Client-Identifier": "c", "X-Plex-Product": "Test"}
    async with client.post("https://plex.tv/api/v2/pins", headers=headers) as answer:
        assert answer.status == 201

    async def read(path: str) -> Any:
        async with client.get(base + path) as answer:
            return await answer.json()

    assert [pin["product"] for pin in await read("/pins")] == ["Test"]
    async with client.post(base, json={"do": "claim"}) as answer:
        assert answer.status == 204
    assert await read("/pins") == []
    assert said == ["do=claim"]
    addresses = await read("/addresses")
    lan = simulator.listener("192.168.40.12:32400")
    assert addresses["192.168.40.12:32400"] == f"127.0.0.1:{lan.loopback_port}"
    record = await read("/record")
    assert record["summary"] == {"plex.tv plex.tv POST /api/v2/pins 201": 1}
    assert record["requests"][0]["origin"]["listener"] == "198.51.100.10:443"
    assert record["tokens_in_clear"] == []
    tokens = await read("/tokens")
    assert tokens.keys() == {*simulator.tokens.values()}
    assert "account:alice" in tokens.values()
    for body in ("{", "[]", '{"do": "explode"}', '{"do": "claim"}'):
        async with client.post(base, data=body) as answer:
            assert answer.status == 400


@pytest.mark.usefixtures("socket_enabled")
async def test_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario runs until it is stopped, and leaves no file behind."""
    file = tmp_path / "network.json"
    scenario = tmp_path / "scenario.json"
    scenario.write_text(
        '{"name": "brief", "servers": [{"name": "Shed", "owner": "alice", "addresses":'
        ' [{"address": "10.1.1.9", "fault": "mute"}]}],'
        ' "timeline": {"steps": [{"at": 0, "say": "something happened"}]}}'
    )
    stop = asyncio.Event()
    arguments = [str(scenario), "--network", str(file), "--requests"]
    task = asyncio.create_task(run(parse(arguments), stop))
    out = ""
    while "something happened" not in out:
        await asyncio.sleep(0.01)
        out += capsys.readouterr().out
    lines = {
        name: line.rpartition(" ")[2]
        for line in out.splitlines()
        for name in ("Page of controls", "Sign-in page", "198.51.100.12:443")
        if name in line
    }
    host = lines.pop("198.51.100.12:443")
    async with aiohttp.ClientSession() as session:
        for url in (*lines.values(), f"http://{host}/auth"):
            async with session.get(url) as answer:
                assert answer.status == 200
    assert file.exists()
    stop.set()
    await task
    out += capsys.readouterr().out
    assert "Shed local 10.1.1.9:32400 = 127.0.0.1:" in out
    assert "(mute)" in out
    assert "198.51.100.12:443 GET /auth 200 (plain, no token)" in out
    assert out.splitlines()[-1].endswith("The simulation ends")
    assert not file.exists()


async def test_foreground_process() -> None:
    """`python -m simulator` ends cleanly at SIGTERM."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulator", "quiet"),
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        while b"Harbour remote" not in (line := await process.stdout.readline()):
            assert line
        process.send_signal(signal.SIGTERM)
        output, errors = await process.communicate()
    assert process.returncode == 0
    assert b"The simulation ends" in output
    assert errors == b""

"""Requests to a server, with its token."""

import asyncio
import json

import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
    PlexAuthError,
    PlexError,
    PlexServerClient,
    ServerAnswer,
    Timings,
)
from simulator import Listener, MediaServer, Simulator

from .conftest import LAN
from .outcomes import ask, endpoint_of, everything, failure, local, probe
from .wire import Serve, answering, response


async def test_an_answer(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """The token is sent in a header, over TLS verified for the name."""
    answer = await ask(
        client, endpoint_of(lan), token, path="/media/providers", query={"a": "b c&d"}
    )

    assert answer.status == 200
    assert answer.content_type == "application/json"
    container = json.loads(answer.body)["MediaContainer"]
    assert container["machineIdentifier"] == attic.machine_identifier
    assert answer.timings.peer == LAN
    assert answer.timings.latency_ms is not None
    (request,) = sim.record.requests
    assert (request.method, request.path) == ("GET", "/media/providers")
    assert request.query == ("a",)
    assert [seen.place for seen in request.tokens] == ["header"]
    assert request.sni == endpoint_of(lan).host
    assert request.host == f"{endpoint_of(lan).host}:32400"


async def test_bytes_on_the_wire(serve: Serve, client: PlexServerClient) -> None:
    """The exact bytes: no normalisation, no compression accepted."""
    heads: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(response(b"", status="204 No Content"))

    answer = await ask(
        client,
        local(await serve(talk)),
        "tok3n",
        path="/library/metadata/%c3%a4:1",
        query={"key[]": "/a+b c", "é": "&=#"},
        accept="text/xml",
    )

    assert answer.status == 204
    assert answer.body == b""
    first, *headers = heads[0].decode().split("\r\n")
    assert first == (
        "GET /library/metadata/%c3%a4:1"
        "?key%5B%5D=%2Fa%2Bb%20c&%C3%A9=%26%3D%23 HTTP/1.1"
    )
    assert "Accept: text/xml" in headers
    assert "Accept-Encoding: identity" in headers
    assert "X-Plex-Token: tok3n" in headers


@pytest.mark.parametrize("method", ["DELETE", "GET", "HEAD", "POST", "PUT"])
async def test_methods(serve: Serve, client: PlexServerClient, method: str) -> None:
    """No method sends a body."""
    heads: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(response(b"" if method == "HEAD" else b"{}"))

    answer = await ask(client, local(await serve(talk)), "tok3n", method=method)

    assert answer.status == 200
    assert heads[0].startswith(f"{method} /media/providers HTTP/1.1\r\n".encode())


async def test_open_connections_are_used_again(
    sim: Simulator, lan: Listener, client: PlexServerClient, token: str
) -> None:
    """Connections are shared: an operation uses a probe's."""
    await probe(client, endpoint_of(lan))
    answer = await ask(client, endpoint_of(lan), token)

    assert answer.timings.warm
    assert answer.timings.tls_ms is None
    assert len(sim.record.connections) == 1


async def test_a_host_name(
    sim: Simulator, attic: MediaServer, client: PlexServerClient, token: str
) -> None:
    """The addresses of a name must be allowed."""
    attic.add_address("203.0.113.40", 443, kind="remote", host="plex.example.net")
    endpoint = Endpoint(scheme="https", host="plex.example.net", port=443)

    assert (await ask(client, endpoint, token)).timings.peer == "203.0.113.40"
    error = await failure(ask(client, endpoint, token, allow=lambda _: False))
    assert not error.written


@pytest.mark.parametrize(
    ("method", "status"), [("GET", 401), ("PUT", 401), ("GET", 403), ("GET", 498)]
)
async def test_refused_token(
    serve: Serve, client: PlexServerClient, method: str, status: int
) -> None:
    """A refused token: the path is fine, and the request was written."""
    port = await serve(answering(response(b"", status=f"{status} No")))

    error = await failure(ask(client, local(port), "tok3n", method=method))

    assert isinstance(error, PlexAuthError)
    assert error.status == status
    assert error.written
    assert error.timings is not None
    assert error.timings.latency_ms is not None


async def test_unknown_token(
    lan: Listener, client: PlexServerClient, attic: MediaServer
) -> None:
    """The simulated server refuses an unknown token."""
    error = await failure(ask(client, endpoint_of(lan), "stranger"))

    assert isinstance(error, PlexAuthError)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"method": "CONNECT"}, "not a method"),
        ({"method": "get"}, "not a method"),
        ({"path": "//203.0.113.66/"}, "not a path"),
        ({"path": "/library/../:/prefs"}, "not a path"),
        ({"path": "/a?X-Plex-Token=1"}, "not a path"),
        ({"query": {"a": "b" * 9000}}, "too long"),
        ({"query": {"x-plex-TOKEN": "other"}}, "in a header only"),
        ({"query": {" X-Plex-Token": "other"}}, "in a header only"),
        ({"query": {"a": "https://x/?t=tok3n"}}, "in a header only"),
        ({"query": {"a": "tok%2533n"}}, "in a header only"),
        ({"query": {"tok3n": ""}}, "in a header only"),
        ({"path": "/a/tok3n"}, "in a header only"),
        ({"path": "/a/tok%33n"}, "in a header only"),
        ({"token": ""}, "no token"),
    ],
)
async def test_invalid_arguments(
    client: PlexServerClient,
    sim: Simulator,
    lan: Listener,
    settings: dict[str, object],
    message: str,
) -> None:
    """Invalid arguments raise ValueError without a value; nothing is dialled."""
    arguments = {"token": "tok3n"} | settings
    with pytest.raises(ValueError, match=message) as caught:
        await ask(client, endpoint_of(lan), **arguments)  # type: ignore[arg-type]

    assert "tok3n" not in str(caught.value)
    assert sim.record.dials == []


def test_repr_omits_the_body() -> None:
    """A body may contain tokens, so `repr` omits it."""
    answer = ServerAnswer(
        status=200, content_type="text/xml", body=b"authToken", timings=Timings()
    )

    assert "authToken" not in repr(answer)


async def test_error_omits_the_request(serve: Serve, client: PlexServerClient) -> None:
    """An error has neither the URL nor the headers."""
    port = await serve(answering(response(b"tok3n", status="404 Not Found")))

    error: PlexError = await failure(
        client.request(
            local(port),
            method="GET",
            path="/library/sections/9",
            query={"secret": "v4lue"},
            token="tok3n",
            allow=everything,
            budget=5,
            limit=10,
        )
    )

    assert str(error) == "HTTP 404: unexpected status"

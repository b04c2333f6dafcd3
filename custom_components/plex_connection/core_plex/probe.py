"""Tests an address in the integration's own way of connecting.

It uses requests, and so does this: the system's resolver, its proxies, its authorities.
Only `/identity` is asked for, without a token.
"""

import asyncio
from functools import partial
from json import JSONDecodeError, loads
from time import monotonic
from typing import override

from homeassistant.core import HomeAssistant
import requests
from requests.exceptions import (
    ConnectTimeout,
    ReadTimeout,
    RequestException,
    SSLError,
    Timeout,
)
from urllib3.exceptions import HTTPError

from ..connection import FailureKind
from ..plex import PlexError
from ..plex.resources import Identity
from .round import AddressTester

CONNECT_BUDGET = 5.0
READ_BUDGET = 5.0
"""Seconds to connect, and for each part of the answer."""
BUDGET = 12.0
"""Seconds for all of it, the name's resolution included, which has no bound itself."""

BODY_LIMIT = 64 * 1024

SERVER_FAULTS = {
    401: FailureKind.UNAUTHORIZED,
    403: FailureKind.UNAUTHORIZED,
    498: FailureKind.UNAUTHORIZED,
    503: FailureKind.STARTING,
}


class RequestsTester(AddressTester):
    """Tests addresses of one server in a thread, one at a time.

    A server can keep a thread for as long as it sends a byte now and then. It gets no
    second one.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Send nothing yet."""
        self._hass = hass
        self._running: asyncio.Future[FailureKind | None] | None = None

    @override
    async def test(
        self, url: str, server_id: str, *, verify_ssl: bool, is_new: bool
    ) -> FailureKind | None:
        if self._running is not None and not self._running.done():
            return FailureKind.TIMEOUT
        self._running = running = self._hass.async_add_executor_job(
            partial(_test, url, server_id, verify_ssl=verify_ssl, is_new=is_new)
        )
        done, _ = await asyncio.wait((running,), timeout=BUDGET)
        return running.result() if done else FailureKind.TIMEOUT


def _test(
    url: str, server_id: str, *, verify_ssl: bool, is_new: bool
) -> FailureKind | None:
    """Return why the server cannot be used at an address; None: it can."""
    try:
        with requests.Session() as session:
            # As the integration does it, which the environment may overrule.
            session.verify = verify_ssl
            with session.get(
                f"{url.rstrip('/')}/identity",
                headers={"Accept": "application/json"},
                allow_redirects=not is_new,
                stream=True,
                timeout=(CONNECT_BUDGET, READ_BUDGET),
            ) as response:
                return _judge(response, server_id)
    except (RequestException, HTTPError) as err:
        return _failure(err)


def _judge(response: requests.Response, server_id: str) -> FailureKind | None:
    """Return what is wrong with an answer."""
    if response.is_redirect:
        return FailureKind.REDIRECT
    if not response.ok:
        return SERVER_FAULTS.get(response.status_code, FailureKind.HTTP_ERROR)
    try:
        identity = Identity.from_json(loads(_body(response)))
    except JSONDecodeError, RecursionError, UnicodeDecodeError, PlexError:
        return FailureKind.NOT_PLEX
    is_right = identity.machine_identifier == server_id
    return None if is_right else FailureKind.WRONG_SERVER


def _body(response: requests.Response) -> bytes:
    """Return what arrives of an answer's body in time."""
    until = monotonic() + READ_BUDGET
    body = b""
    while len(body) < BODY_LIMIT and monotonic() < until:
        part = response.raw.read1(BODY_LIMIT - len(body), decode_content=True)
        if not part:
            break
        body += part
    return body


def _failure(err: Exception) -> FailureKind:
    """Return the kind of an error of requests, or of urllib3 beneath it."""
    text = str(err)
    match err:
        case SSLError():
            return _tls_failure(text)
        case ConnectTimeout() | ReadTimeout() | Timeout():
            return FailureKind.TIMEOUT
    for part, kind in (
        ("NameResolutionError", FailureKind.DNS),
        ("Failed to resolve", FailureKind.DNS),
        ("Connection refused", FailureKind.REFUSED),
        ("Connection reset", FailureKind.RESET),
        ("Remote end closed", FailureKind.RESET),
        ("Read timed out", FailureKind.TIMEOUT),
    ):
        if part in text:
            return kind
    return FailureKind.UNREACHABLE


def _tls_failure(text: str) -> FailureKind:
    """Return the kind of a TLS error, by OpenSSL's words."""
    if "ostname mismatch" in text or "IP address mismatch" in text:
        return FailureKind.TLS_NAME
    if "has expired" in text:
        return FailureKind.TLS_EXPIRED
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return FailureKind.TLS_UNTRUSTED
    return FailureKind.TLS_OTHER

"""Protocol between the benchmark's processes: a line of JSON each way.

A command is an object with the verb under "do"; the answer is what the verb's function
returns, or {"error": …}.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
import json
import os
import sys
import traceback
from typing import Any, TextIO

type Command = Mapping[str, Any]
type Verb = Callable[[Command], Any]
type AsyncVerb = Callable[[Command], Awaitable[Any]]

LIMIT = 1 << 24
"""Bytes of the longest line: a record of a hundred servers is large."""


def encode(value: object) -> bytes:
    """Return a value as a line."""
    return json.dumps(value).encode() + b"\n"


def decode(line: bytes) -> Any:
    """Return the value in a line."""
    return json.loads(line)


def answers() -> TextIO:
    """Reserve standard output for answers; redirect prints to standard error."""
    channel = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    return channel


def serve(verbs: Mapping[str, Verb]) -> None:
    """Execute commands until they end; the process blocks between two of them."""
    channel = answers()
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = verbs[command["do"]](command)
        except Exception:  # noqa: BLE001 - sent to the caller
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=channel)


async def serve_async(verbs: Mapping[str, AsyncVerb]) -> None:
    """Execute commands until they end, while the loop runs other work."""
    channel = answers()
    reader = asyncio.StreamReader(limit=LIMIT)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        command = json.loads(line)
        try:
            answer = await verbs[command["do"]](command)
        except Exception:  # noqa: BLE001 - sent to the caller
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=channel)
    transport.close()

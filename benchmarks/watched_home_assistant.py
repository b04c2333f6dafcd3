"""Runs a whole Home Assistant in the simulated network and watches its event loop.

A client of the socket that the environment names gets a line: the longest blocks since
the last query, as JSON.
"""

import asyncio
from dataclasses import asdict
import json
import os
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer
import sys
from threading import Thread
from typing import override

from demo.simulated_home_assistant import NETWORK_FILE
from simulator import mapped

from .blocks import Block, Blocks, watched

SOCKET = "WATCHED_BLOCKS"
"""Environment variable: the path of the socket."""


async def longest_block(socket: str) -> Block:
    """Return the longest block since the last query, by any code."""
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        seen = json.loads(await reader.readline())
    finally:
        writer.close()
        await writer.wait_closed()
    return max(Block(**seen["ours"]), Block(**seen["others"]))


def _serve(socket: str, blocks: Blocks) -> None:
    """Answer in a thread, as the loop is being watched."""

    class Answer(StreamRequestHandler):
        @override
        def handle(self) -> None:
            self.wfile.write(json.dumps(asdict(blocks)).encode() + b"\n")
            blocks.reset()

    server = ThreadingUnixStreamServer(socket, Answer)
    Thread(target=server.serve_forever, daemon=True).start()


if __name__ == "__main__":
    with watched() as all_blocks:
        _serve(os.environ[SOCKET], all_blocks)
        mapped.main(
            ["--network", os.environ[NETWORK_FILE], "homeassistant", *sys.argv[1:]]
        )

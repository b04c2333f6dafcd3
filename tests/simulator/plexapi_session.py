"""What an unmodified python-plexapi does, run inside the simulated network.

Started by a test through `simulator.mapped`; prints what it found as JSON.
"""

# mypy: disable-error-code="no-untyped-call"

import json
import sys
from typing import Any

from plexapi.exceptions import NotFound
from plexapi.myplex import MyPlexAccount, MyPlexPinLogin


def main() -> None:
    """Sign in, list, connect, and look around."""
    pin = MyPlexPinLogin(oauth=sys.argv[1] == "oauth")
    pin.run(timeout=20)
    found: dict[str, Any] = {"signed_in": pin.waitForLogin(), "code": pin._code}
    account = MyPlexAccount(token=pin.token)
    found["username"] = account.username
    found["ping"] = account.ping()
    found["devices"] = [
        {
            "name": device.name,
            "provides": device.provides,
            "owned": device.owned,
            "source": device.sourceTitle,
            "connections": [connection.uri for connection in device.connections],
        }
        for device in account.resources()
    ]
    for name in sys.argv[2:]:
        try:
            server = account.resource(name).connect(timeout=3)
        except NotFound:
            found[name] = None
            continue
        found[name] = {
            "url": server._baseurl,
            "machine_identifier": server.machineIdentifier,
            "version": server.version,
        }
        if account.resource(name).owned:
            found[name]["sessions"] = len(server.sessions())
            found[name]["secure"] = server.settings.get("secureConnections").value
            found[name]["mapping"] = server.account().mappingState
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()

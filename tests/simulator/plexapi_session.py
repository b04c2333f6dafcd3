"""A session of an unmodified python-plexapi inside the simulated network.

Started by a test through `simulator.mapped`; prints its results as JSON.
"""

# mypy: disable-error-code="no-untyped-call"

import json
import sys
from typing import Any

from plexapi.exceptions import NotFound
from plexapi.gdm import GDM
from plexapi.myplex import MyPlexAccount, MyPlexPinLogin
from plexapi.server import PlexServer

from tests.waiting import PATIENCE


def _use(server: PlexServer) -> dict[str, Any]:
    """Read the library, and act on it."""
    films = server.library.section("Films")
    film = films.all()[2]
    film.markPlayed()
    film.rate(7.5)
    film.editTitle("Renamed")
    film.refresh()
    film.reload()
    films.update()
    server.library.update()
    return {
        "sections": [section.title for section in server.library.sections()],
        "films": films.totalSize,
        "series": [show.title for show in server.library.section("Series").all()],
        "film": [film.title, film.viewCount, film.userRating],
        "file": film.media[0].parts[0].file,
    }


def main() -> None:
    """Sign in, list, connect, and look around."""
    pin = MyPlexPinLogin(oauth=sys.argv[1] == "oauth")
    pin.run(timeout=PATIENCE)
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
            server = account.resource(name).connect(timeout=PATIENCE)
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
            found[name]["library"] = _use(server)
    gdm = GDM()
    gdm.scan()
    found["gdm"] = [
        [*entry["from"], entry["data"]["Resource-Identifier"]] for entry in gdm.entries
    ]
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()

"""Answers of plex.tv, after the captures in the protocol notes (values made up)."""

SERVER_ID = "7d0c3be19a5f4e6280b1c2d3e4f5061728394a5b"


HASH = "5e1d0c9ab8f74d2e9c6b3a2f1e0d4c5b"


ROW = {
    "protocol": "https",
    "address": "192.168.40.12",
    "port": 32400,
    "uri": f"https://192-168-40-12.{HASH}.plex.direct:32400",
    "local": True,
    "relay": False,
    "IPv6": False,
}


SERVER = {
    "name": "Attic",
    "product": "Plex Media Server",
    "productVersion": "1.43.4.10903-5a1e2c3d4",
    "platform": "Linux",
    "clientIdentifier": SERVER_ID,
    "provides": "server",
    "sourceTitle": None,
    "accessToken": "kT4vW9xQ2mZr7LpB1cYs",
    "owned": True,
    "home": False,
    "relay": True,
    "presence": True,
    "httpsRequired": False,
    "publicAddressMatches": True,
    "connections": [ROW],
    "somethingNew": {"of": 2027},
}


PIN = {
    "id": 1738204417,
    "code": "q3v9d0k2m7xw1bn5tzr8ycfha",
    "expiresIn": 1800,
    "createdAt": "2026-11-03T09:00:00Z",
    "expiresAt": "2026-11-03T09:30:00Z",
    "authToken": None,
}


GDM_FIELDS = {
    "Content-Type": "plex/media-server",
    "Host": f"{HASH}.plex.direct",
    "Name": "Attic",
    "Port": "32400",
    "Resource-Identifier": SERVER_ID,
    "Updated-At": "1793000000",
    "Version": "1.43.4.10903-5a1e2c3d4",
}


def gdm_answer(first: str = "HTTP/1.0 200 OK", **changes: str) -> bytes:
    """Return the answer above with some fields changed, or without them if empty."""
    fields = GDM_FIELDS | {
        name.replace("_", "-"): text for name, text in changes.items()
    }
    lines = [f"{name}: {text}" for name, text in fields.items() if text]
    return "\r\n".join([first, *lines, "", ""]).encode()

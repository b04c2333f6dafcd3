"""The large answers of a media server: its capabilities, account and settings."""

from typing import Any

from .media_server import MediaServer
from .record import ListenerKind

UPDATED_AT = 1_793_000_000
"""A time stamp in seconds that our client ignores."""


def identity(server: MediaServer, machine_identifier: str) -> dict[str, Any]:
    """Return the answer of /identity."""
    return {
        "size": 0,
        "claimed": server.profile.claimed,
        "machineIdentifier": machine_identifier,
        "version": server.profile.version,
    }


def root(server: MediaServer, machine_identifier: str) -> dict[str, Any]:
    """Return the answer of /."""
    profile = server.profile
    return {
        "size": 2,
        "allowCameraUpload": False,
        "allowChannelAccess": True,
        "allowMediaDeletion": True,
        "allowSharing": True,
        "allowSync": True,
        "apiVersion": "1.2.2",
        "backgroundProcessing": True,
        "certificate": True,
        "companionProxy": True,
        "eventStream": True,
        "friendlyName": server.name,
        "livetv": 7,
        "machineIdentifier": machine_identifier,
        "multiuser": True,
        "myPlex": profile.claimed,
        "myPlexMappingState": profile.myplex.get("mappingState", "mapped"),
        "myPlexSigninState": profile.myplex.get("signInState", "ok"),
        "myPlexSubscription": True,
        "myPlexUsername": server.owner.username,
        "offlineTranscode": 1,
        "ownerFeatures": "companions_sonos,hardware_transcoding,webhooks",
        "platform": profile.platform,
        "platformVersion": profile.platform_version,
        "pluginHost": False,
        "pushNotifications": False,
        "readOnlyLibraries": False,
        "streamingBrainVersion": 2,
        "sync": True,
        "transcoderActiveVideoSessions": 0,
        "transcoderAudio": True,
        "transcoderLyrics": True,
        "transcoderPhoto": True,
        "transcoderSubtitles": True,
        "transcoderVideo": True,
        "updatedAt": UPDATED_AT,
        "updater": True,
        "version": profile.version,
        "voiceSearch": True,
        "Directory": [
            {"count": 1, "key": key, "title": key} for key in ("library", "playQueues")
        ],
    }


def media_providers(server: MediaServer, machine_identifier: str) -> dict[str, Any]:
    """Return the answer of /media/providers."""
    answer = root(server, machine_identifier)
    del answer["Directory"]
    provider = {
        "identifier": "com.plexapp.plugins.library",
        "protocols": "stream,download",
        "title": "Library",
        "types": "video,audio,photo",
    }
    return answer | {"size": 1, "MediaProvider": [provider]}


def myplex_account(server: MediaServer) -> dict[str, Any]:
    """Return the answer of /myplex/account: the state of remote access."""
    outside = _first(server, ListenerKind.REMOTE)
    inside = _first(server, ListenerKind.LOCAL)
    return {
        # A real media server does return this to its owner.
        "authToken": server.owner.token,
        "username": server.owner.username,
        "mappingState": "mapped",
        "mappingError": "",
        "signInState": "ok",
        "publicAddress": server.profile.public_address,
        "publicPort": outside[1],
        "privateAddress": inside[0],
        "privatePort": inside[1],
        "subscriptionFeatures": "",
        "subscriptionActive": True,
        "subscriptionState": "Active",
    } | server.profile.myplex


def accounts(server: MediaServer) -> list[dict[str, Any]]:
    """Return the rows of /accounts: its owner, and everyone it is shared with."""
    others = {each.id: each for each in server.access.values()}
    others.pop(server.owner.id, None)
    known = [(1, server.owner), *others.items()]
    return [
        {
            "id": number,
            "key": f"/accounts/{number}",
            "name": account.username,
            "defaultAudioLanguage": "en",
            "autoSelectAudio": True,
            "defaultSubtitleLanguage": "en",
            "subtitleMode": 0,
            "thumb": "",
        }
        for number, account in known
    ]


def settings(server: MediaServer) -> list[dict[str, Any]]:
    """Return the rows of /:/prefs that a monitor of connections reads."""
    relayed = any(entry.kind is ListenerKind.RELAY for entry in server.listeners)
    values: dict[str, Any] = {
        "FriendlyName": server.name,
        "secureConnections": 0 if server.https_required else 1,
        "RelayEnabled": relayed,
        "PublishServerOnPlexOnlineKey": True,
        "ManualPortMappingMode": False,
        "ManualPortMappingPort": 32400,
        "LastAutomaticMappedPort": _first(server, ListenerKind.REMOTE)[1] or 0,
        "customConnections": "",
        "allowedNetworks": "",
        "EnableIPv6": any(":" in entry.address for entry in server.listeners),
        "GdmEnabled": server.gdm,
        "CertificateUUID": server.certificate_hash,
        "customCertificateDomain": "",
    } | server.profile.preferences
    return [_setting(key, value) for key, value in values.items()]


def _setting(key: str, value: object) -> dict[str, Any]:
    kind = {bool: "bool", int: "int"}.get(type(value), "text")
    row = {
        "id": key,
        "label": key,
        "summary": "",
        "type": kind,
        "default": value,
        "value": value,
        "hidden": False,
        "advanced": False,
        "group": "network",
    }
    if key == "secureConnections":
        row["enumValues"] = "1:Preferred|0:Required"
    return row


def _first(server: MediaServer, kind: ListenerKind) -> tuple[str | None, int | None]:
    for listener in server.listeners:
        if listener.kind is kind:
            return listener.address, listener.port
    return None, None

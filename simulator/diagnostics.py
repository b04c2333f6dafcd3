"""Converts a diagnostics download into a scenario that replays what happened.

    python -m simulator config_entry-plex_connection-….json

The download has pseudonyms instead of names, addresses and certificates. They are
replaced by made-up ones: documentation addresses, and similar names.
The history of the connections becomes a timeline: the same addresses fail and come
back in the same order, without the quiet hours in between.
"""

from collections.abc import Mapping
import json
from pathlib import Path as File
from typing import Any

from .download import Download, Server, is_download
from .history import moments_of
from .paths import Paths, addresses_on_link, hash_of
from .replay import Story, timeline_of
from .scenario import Scenario, ServerPlan
from .stand_ins import StandIns

USER = "alice"
OTHERS = "somebody"
"""The owner of a server without a named one."""


def scenario_of(download: Mapping[str, Any]) -> Scenario:
    """Return the world of a download of an account or of a device.

    Raises ValueError, naming the problem, if it is not a download or damaged.
    """
    read = Download.read(download)
    stand_ins = StandIns(read.networks, addresses_on_link(read.servers))
    stories = [_story(read, server, stand_ins) for server in read.servers]
    plans = tuple(map(_plan, stories))
    owners = {plan.owner: plan.owner.capitalize() for plan in plans}
    addresses = [path.address for story in stories for path in story.paths]
    return Scenario(
        name="diagnostics",
        accounts={USER: USER.capitalize()} | owners,
        servers=plans,
        adapters=stand_ins.adapters(addresses),
        timeline=timeline_of(read, stories),
    )


def read_scenario(file: File) -> Scenario:
    """Read a scenario, or a diagnostics download, from a JSON file."""
    try:
        data = json.loads(file.read_text())
    except json.JSONDecodeError as err:
        raise ValueError(f"{file}: not JSON, perhaps cut short: {err}") from err
    return scenario_of(data) if is_download(data) else Scenario.from_dict(data)


def _story(read: Download, server: Server, stand_ins: StandIns) -> Story:
    paths = Paths(server, stand_ins)
    return Story(
        server=server,
        name=_title(server),
        paths=paths,
        moments=moments_of(server, paths, until=read.generated_at),
        pushed=read.push_enabled,
    )


def _title(server: Server) -> str:
    return server.name.replace("-", " ").capitalize()


def _plan(story: Story) -> ServerPlan:
    """Return a server in its initial state."""
    record, paths = story.server.record, story.paths
    begin = story.moments[0].states
    is_owned = record.flag("owned")
    owner = USER if is_owned else record.text_or_none("owner_name") or OTHERS
    return ServerPlan(
        name=story.name,
        owner=owner,
        shared_with=() if is_owned else (USER,),
        addresses=tuple(path.plan(begin[path.place]) for path in paths),
        rows=tuple(paths.rows),
        https_required=record.flag("https_required"),
        gdm=bool(story.server.announcements),
        certificate_hash=hash_of(paths),
        profile={
            "version": record.text_or_none("version") or "1.43.4.10903",
            "platform": record.text_or_none("platform"),
            "home": record.flag("home"),
            "presence": record.flag("presence"),
            "public_address_matches": record.flag("public_address_matches"),
            "resource": {"relay": record.flag("relay_available")},
        },
    )

"""Repairs and notifications of states that last, and their end.

A relay, and two dead pinned connections, begun at the start: see `conftest`.
"""

import re
from typing import Any

from .rig import DOMAIN, FIXES, Rig, until
from .scenario import CABIN_PUBLIC, CELLAR, CELLAR_LAN, SHED_LAN


async def issue_of(rig: Rig, key: str, name: str) -> dict[str, Any]:
    """Wait for a repair about a server."""
    async with rig.hearing(
        "subscribe_events", event_type="repairs_issue_registry_updated"
    ) as heard:
        while (found := await find(rig, key, name)) is None:
            heard.events.clear()
            await heard.until(lambda _: True)
        return found


async def find(rig: Rig, key: str, name: str) -> dict[str, Any] | None:
    """Return a repair about a server, if there is one."""
    for issue in (await rig.home.ws("repairs/list_issues"))["issues"]:
        placeholders = issue["translation_placeholders"] or {}
        if issue["translation_key"] == key and placeholders.get("name") == name:
            found: dict[str, Any] = issue
            return found
    return None


async def gone(rig: Rig, key: str, name: str) -> None:
    """Wait until a repair is gone."""

    async def is_gone() -> bool:
        return await find(rig, key, name) is None

    await until(is_gone, f"{key} of {name} is gone")


async def begin(rig: Rig, issue: dict[str, Any]) -> dict[str, Any]:
    """Open a repair's dialog."""
    flow: dict[str, Any] = await rig.home.post(
        FIXES, {"handler": DOMAIN, "issue_id": issue["issue_id"]}
    )
    return flow


async def go_on(rig: Rig, flow: dict[str, Any], **chosen: str) -> dict[str, Any]:
    """Submit a step of a repair's dialog."""
    step: dict[str, Any] = await rig.home.post(f"{FIXES}/{flow['flow_id']}", chosen)
    return step


async def test_on_the_relay(rig: Rig) -> None:
    """A notification and a repair; both go when the server is local again."""
    shed = await rig.device("Shed")
    async with rig.hearing("persistent_notification/subscribe") as heard:

        def told(text: str, kind: str) -> Any:
            return lambda event: (
                event["type"] in (kind, "current")
                and [
                    each
                    for each in event["notifications"].values()
                    if each["title"] == text
                ]
            )

        issue = await issue_of(rig, "relay_long", "Shed")
        # A notification waits for the next check, half a minute away at most.
        await rig.call("test_connections", device_id=shed)
        shown = told("Shed is on the relay", "added")
        (notification,) = shown(await heard.until(shown))
        assert re.fullmatch(
            r"Shed has been using Plex Relay for \d min\. The relay is limited to .*",
            notification["message"],
        )
        texts = await rig.texts("issues")
        prefix = f"component.{DOMAIN}.issues.relay_long"
        title = texts[f"{prefix}.title"].format(**issue["translation_placeholders"])
        assert title == "Shed has been using Plex Relay for a while"

        flow = await begin(rig, issue)
        assert (flow["type"], flow["step_id"]) == ("form", "check_again")
        flow = await go_on(rig, flow)
        assert (flow["type"], flow["reason"]) == ("abort", "still_there")

        await rig.world.act(do="restore", listener=SHED_LAN)
        flow = await begin(rig, issue)
        result = await go_on(rig, flow)
        if result["type"] == "abort":
            # One good answer is not enough; this is the second one.
            result = await go_on(rig, await begin(rig, issue))
        assert result["type"] == "create_entry"
        await rig.became("Shed", "local")
        await gone(rig, "relay_long", "Shed")
        await heard.until(told("Shed is on the relay", "removed"))
        better = told("Shed: better connection", "added")
        (notification,) = better(await heard.until(better))
        assert notification["message"] == (
            r"Shed switched from relay to local: 192\.168\.40\.13\:32400."
        )
    (server,) = (await rig.call("get_connection", device_id=shed))["servers"]
    assert server["last_change"]["reason"] in ("upgrade", "fail_back")


async def test_pinned_down(rig: Rig) -> None:
    """Its repair goes by itself when the address answers again."""
    issue = await issue_of(rig, "pinned_down", "Cabin")
    assert issue["is_fixable"]
    assert issue["learn_more_url"].startswith("https://")
    await rig.world.act(do="restore", listener=CABIN_PUBLIC)
    cabin = await rig.device("Cabin")
    await rig.call("test_connections", device_id=cabin)
    await rig.became("Cabin", "remote")
    await gone(rig, "pinned_down", "Cabin")


async def test_unpin_in_the_dialog(rig: Rig) -> None:
    """The dialog unpins the connection, and shows a hostile name as text."""
    issue = await issue_of(rig, "pinned_down", CELLAR)
    placeholders = issue["translation_placeholders"]
    assert placeholders["server"] == r"\[Cellar\]\(https\:\/\/evil\.example\)"
    assert placeholders["address"].replace("\\", "") == CELLAR_LAN

    flow = await begin(rig, issue)
    assert flow["menu_options"] == ["unpin", "check_again"]
    result = await go_on(rig, flow, next_step_id="check_again")
    assert (result["type"], result["reason"]) == ("abort", "still_there")
    flow = await begin(rig, issue)
    result = await go_on(rig, flow, next_step_id="unpin")
    assert result["type"] == "create_entry"
    await rig.became(CELLAR, "remote")
    await gone(rig, "pinned_down", CELLAR)
    choice = await rig.entity(CELLAR, "select.connection")
    await rig.shows(choice, "automatic")

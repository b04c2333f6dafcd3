"""The dialogs of an account: added, signed in again, looked after."""

from .house import DOMAIN, FLOWS, House, loaded, plex_tv_down, signed_in, until
from .scenario import HARBOUR_PUBLIC


async def test_an_account_that_is_there_already(house: House) -> None:
    """It is not added twice."""
    step = await house.home.post(FLOWS, {"handler": DOMAIN})
    result = await signed_in(house, step, "alice")
    assert (result["type"], result["reason"]) == ("abort", "already_configured")
    texts = await house.texts("config")
    assert texts[f"component.{DOMAIN}.config.abort.already_configured"]


async def test_added_and_removed(house: House) -> None:
    """plex.tv may be away at first; and nothing is left of an account that goes."""
    async with plex_tv_down(house):
        step = await house.home.post(FLOWS, {"handler": DOMAIN})
        assert (step["type"], step["errors"]) == ("form", {"base": "cannot_connect"})
    step = await house.home.post(f"{FLOWS}/{step['flow_id']}", {})
    done = await signed_in(house, step, "otto")
    assert (done["type"], done["title"]) == ("create_entry", "otto")
    otto = done["result"]["entry_id"]
    await house.became("Attic", "local", otto)
    store = house.home.config_dir / f".storage/{DOMAIN}.{otto}"

    await house.home.delete(f"/api/config/config_entries/entry/{otto}")
    for what in ("device", "entity"):
        listed = await house.home.ws(f"config/{what}_registry/list")
        assert otto not in str(listed)
    assert not store.exists()
    await house.became("Attic", "local")


async def test_check_and_sign_in_again_by_hand(house: House) -> None:
    """The menu's entries: one changes nothing, the other takes a new token."""

    async def begun() -> str:
        menu = await house.home.post(FLOWS, {"handler": DOMAIN, "entry_id": house.nora})
        assert menu["menu_options"] == ["reconfigure_check", "reconfigure_sign_in"]
        assert menu["description_placeholders"] == {"account": "nora"}
        return f"{FLOWS}/{menu['flow_id']}"

    result = await house.home.post(await begun(), {"next_step_id": "reconfigure_check"})
    assert (result["type"], result["reason"]) == ("abort", "account_good")

    step = {"next_step_id": "reconfigure_sign_in"}
    result = await signed_in(house, await house.home.post(await begun(), step), "alice")
    assert (result["type"], result["reason"]) == ("abort", "wrong_account")

    result = await signed_in(house, await house.home.post(await begun(), step), "nora")
    assert (result["type"], result["reason"]) == ("abort", "reconfigure_successful")
    await loaded(house, house.nora)
    await house.became("Harbour", "remote", house.nora)


async def test_a_token_that_is_withdrawn(house: House) -> None:
    """A server refuses, plex.tv is asked and refuses too: that is told, and mended."""
    await house.world.act(do="revoke", account="nora")
    await house.world.act(do="rotate_token", server="Harbour", account="nora")
    await house.world.act(do="cut", listener=HARBOUR_PUBLIC)

    async def flows() -> list[str]:
        return [
            each["flow_id"]
            for each in await house.home.ws("config_entries/flow/progress")
            if each["handler"] == DOMAIN and each["context"]["source"] == "reauth"
        ]

    await until(flows, "somebody is asked to sign in again")
    (flow_id,) = await flows()
    listed = (await house.home.ws("repairs/list_issues"))["issues"]
    issue_id = f"config_entry_reauth_{DOMAIN}_{house.nora}"
    assert issue_id in {each["issue_id"] for each in listed}

    path = f"{FLOWS}/{flow_id}"
    form = await house.home.get(path)
    assert form["step_id"] == "reauth_confirm"
    assert form["description_placeholders"]["account"] == "nora"
    result = await signed_in(house, await house.home.post(path, {}), "nora")
    assert (result["type"], result["reason"]) == ("abort", "reauth_successful")
    await loaded(house, house.nora)
    await house.became("Harbour", "remote", house.nora)
    listed = (await house.home.ws("repairs/list_issues"))["issues"]
    assert issue_id not in {each["issue_id"] for each in listed}

"""The dialogs of an account: adding, signing in again, reconfiguring."""

from .rig import DOMAIN, FLOWS, Rig, loaded, plex_tv_down, signed_in, until
from .scenario import HARBOUR_PUBLIC


async def test_account_is_already_configured(rig: Rig) -> None:
    """The same account is not added twice."""
    step = await rig.home.post(FLOWS, {"handler": DOMAIN})
    result = await signed_in(rig, step, "alice")
    assert (result["type"], result["reason"]) == ("abort", "already_configured")
    texts = await rig.texts("config")
    assert texts[f"component.{DOMAIN}.config.abort.already_configured"]


async def test_added_and_removed(rig: Rig) -> None:
    """plex.tv may be down at first; and a removed account leaves nothing behind."""
    async with plex_tv_down(rig):
        step = await rig.home.post(FLOWS, {"handler": DOMAIN})
        assert (step["type"], step["errors"]) == ("form", {"base": "cannot_connect"})
    step = await rig.home.post(f"{FLOWS}/{step['flow_id']}", {})
    done = await signed_in(rig, step, "otto")
    assert (done["type"], done["title"]) == ("create_entry", "otto")
    otto = done["result"]["entry_id"]
    await rig.became("Attic", "local", otto)
    store = rig.home.config_dir / f".storage/{DOMAIN}.{otto}"

    await rig.home.delete(f"/api/config/config_entries/entry/{otto}")
    for what in ("device", "entity"):
        listed = await rig.home.ws(f"config/{what}_registry/list")
        assert otto not in str(listed)
    assert not store.exists()
    await rig.became("Attic", "local")


async def test_check_and_sign_in_again_by_hand(rig: Rig) -> None:
    """The menu's entries: one changes nothing, the other takes a new token."""

    async def begun() -> str:
        menu = await rig.home.post(FLOWS, {"handler": DOMAIN, "entry_id": rig.nora})
        assert menu["menu_options"] == ["reconfigure_check", "reconfigure_sign_in"]
        assert menu["description_placeholders"] == {"account": "nora"}
        return f"{FLOWS}/{menu['flow_id']}"

    result = await rig.home.post(await begun(), {"next_step_id": "reconfigure_check"})
    assert (result["type"], result["reason"]) == ("abort", "account_good")

    step = {"next_step_id": "reconfigure_sign_in"}
    result = await signed_in(rig, await rig.home.post(await begun(), step), "alice")
    assert (result["type"], result["reason"]) == ("abort", "wrong_account")

    result = await signed_in(rig, await rig.home.post(await begun(), step), "nora")
    assert (result["type"], result["reason"]) == ("abort", "reconfigure_successful")
    await loaded(rig, rig.nora)
    await rig.became("Harbour", "remote", rig.nora)


async def test_revoked_token(rig: Rig) -> None:
    """A token that server and plex.tv refuse asks for a sign-in, which repairs it."""
    await rig.world.act(do="revoke", account="nora")
    await rig.world.act(do="rotate_token", server="Harbour", account="nora")
    await rig.world.act(do="cut", listener=HARBOUR_PUBLIC)

    async def flows() -> list[str]:
        return [
            each["flow_id"]
            for each in await rig.home.ws("config_entries/flow/progress")
            if each["handler"] == DOMAIN and each["context"]["source"] == "reauth"
        ]

    await until(flows, "a sign-in is requested")
    (flow_id,) = await flows()
    listed = (await rig.home.ws("repairs/list_issues"))["issues"]
    issue_id = f"config_entry_reauth_{DOMAIN}_{rig.nora}"
    assert issue_id in {each["issue_id"] for each in listed}

    path = f"{FLOWS}/{flow_id}"
    form = await rig.home.get(path)
    assert form["step_id"] == "reauth_confirm"
    assert form["description_placeholders"]["account"] == "nora"
    result = await signed_in(rig, await rig.home.post(path, {}), "nora")
    assert (result["type"], result["reason"]) == ("abort", "reauth_successful")
    await loaded(rig, rig.nora)
    await rig.became("Harbour", "remote", rig.nora)
    listed = (await rig.home.ws("repairs/list_issues"))["issues"]
    assert issue_id not in {each["issue_id"] for each in listed}

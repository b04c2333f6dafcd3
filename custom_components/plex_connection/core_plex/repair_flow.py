"""Repair flows about Home Assistant's own Plex integration.

They change it, so they ask first, and offer to put everything back. Home Assistant
lets only administrators open repairs.
"""

import asyncio
from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.core import callback

from ..const import (
    ATTR_ENTRY_ID,
    ATTR_SERVER_ID,
    CONF_FOLLOW_CORE_PLEX,
    ISSUE_CORE_PLEX_SUSPENDED,
)
from .core_issues import ATTR_CORE_ISSUE
from .follower import (
    CorePlexFollower,
    Move,
    async_follower,
)

__all__ = ["ATTR_CORE_ISSUE", "async_core_flow"]


@callback
def async_core_flow(data: dict[str, Any]) -> RepairsFlow:
    """Return the flow of a repair about the integration."""
    is_suspended = data[ATTR_CORE_ISSUE] == ISSUE_CORE_PLEX_SUSPENDED
    return SuspendedRepair() if is_suspended else AddressRepair()


class _CoreRepair(RepairsFlow):
    """What both have in common."""

    data: dict[str, Any]

    @property
    def follower(self) -> CorePlexFollower | None:
        """Return the server's follower; None while it is not watched."""
        return async_follower(
            self.hass, self.data[ATTR_ENTRY_ID], self.data[ATTR_SERVER_ID]
        )

    def set_option(self, *, is_following: bool) -> None:
        """Turn the account's option on or off, and reload the account."""
        entry_id = self.data[ATTR_ENTRY_ID]
        entry = self.hass.config_entries.async_get_known_entry(entry_id)
        self.hass.config_entries.async_update_entry(
            entry, options={**entry.options, CONF_FOLLOW_CORE_PLEX: is_following}
        )
        self.hass.config_entries.async_schedule_reload(entry_id)


class AddressRepair(_CoreRepair):
    """Replaces the integration's address, and offers to keep following."""

    _moving: asyncio.Task[Move] | None = None
    _texts: dict[str, str]

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Test the address once more, and say what would be done."""
        if (follower := self.follower) is None:
            return self.async_abort(reason="not_loaded")
        finding = await follower.async_find_now()
        if finding is None:
            return self.async_abort(reason="not_needed")
        self._texts = follower.placeholders(finding)
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask before anything is changed."""
        if user_input is None:
            return self.async_show_form(
                step_id="confirm", description_placeholders=self._texts
            )
        return await self.async_step_move()

    async def async_step_move(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Change the address, and wait until the integration is back."""
        if self._moving is None:
            if (follower := self.follower) is None:
                return self.async_abort(reason="not_loaded")
            self._moving = self.hass.async_create_task(
                follower.async_move(), "change of the integration's address"
            )
        if not self._moving.done():
            return self.async_show_progress(
                step_id="move",
                progress_action="move",
                progress_task=self._moving,
                description_placeholders=self._texts,
            )
        return self.async_show_progress_done(next_step_id="moved")

    async def async_step_moved(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Say how it ended, and offer what can be done now."""
        assert self._moving is not None  # noqa: S101 - the step before sets it
        match self._moving.result():
            case Move.NOT_NEEDED:
                return self.async_abort(reason="not_needed")
            case Move.TOO_SOON:
                return self.async_abort(reason="too_soon")
            case Move.NOT_BACK:
                return self.async_show_menu(
                    step_id="not_back",
                    menu_options=["put_back", "leave"],
                    description_placeholders=self._texts,
                )
        follower = self.follower
        if follower is not None and follower.is_following:
            return self.async_show_menu(
                step_id="moved_again",
                menu_options=["leave", "put_back"],
                description_placeholders=self._texts,
            )
        return self.async_show_menu(
            step_id="moved",
            menu_options=["follow", "leave", "put_back"],
            description_placeholders=self._texts,
        )

    async def async_step_moved_again(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Show again what to do after a change, while such changes are made anyway."""
        return await self.async_step_moved()

    async def async_step_not_back(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Show again what to do after a change that did not help."""
        return await self.async_step_moved()

    async def async_step_follow(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Do the same without a click from now on."""
        self.set_option(is_following=True)
        return self.async_create_entry(data={})

    async def async_step_leave(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Leave it at this one change."""
        return self.async_create_entry(data={})

    async def async_step_put_back(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Make the integration's entry what it was."""
        if (follower := self.follower) is None:
            return self.async_abort(reason="not_loaded")
        is_undone = await follower.async_undo()
        return self.async_abort(reason="put_back" if is_undone else "changed_since")


class SuspendedRepair(_CoreRepair):
    """Asks whether to go on after something else changed the address twice."""

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Offer to resume, or to turn automatic changes off."""
        if (follower := self.follower) is None:
            return self.async_abort(reason="not_loaded")
        return self.async_show_menu(
            step_id="init",
            menu_options=["resume", "stop"],
            description_placeholders=follower.placeholders(),
        )

    async def async_step_resume(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Go on."""
        if (follower := self.follower) is None:
            return self.async_abort(reason="not_loaded")
        follower.async_resume()
        return self.async_create_entry(data={})

    async def async_step_stop(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Turn the option off."""
        if self.follower is None:
            return self.async_abort(reason="not_loaded")
        self.set_option(is_following=False)
        return self.async_create_entry(data={})

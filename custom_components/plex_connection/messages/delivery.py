"""Sends messages: to Home Assistant's notifications, or to notify entities."""

import asyncio
from collections.abc import Sequence
import logging

from homeassistant.components import persistent_notification
from homeassistant.const import ATTR_ENTITY_ID, Platform
from homeassistant.core import HomeAssistant

_LOGGER = logging.getLogger(__name__)

BUDGET = 15.0
"""Seconds that a notify entity may take."""

SEND_MESSAGE = "send_message"


class Delivery:
    """Sends the messages of one account; no message is lost because an entity fails."""

    def __init__(self, hass: HomeAssistant, targets: Sequence[str]) -> None:
        """Send to these notify entities; without any, to Home Assistant itself."""
        self._hass = hass
        self._targets = tuple(targets)
        self._failed: set[str] = set()
        """Entities whose failure is logged; it is not, again and again."""

    @property
    def is_outside(self) -> bool:
        """Whether messages go to notify entities."""
        return bool(self._targets)

    async def async_send(
        self, *, title: str, plain: str, markdown: str, notification_id: str
    ) -> None:
        """Send one message; if no entity takes it, show it in Home Assistant."""
        sent = await asyncio.gather(
            *(self._async_send_to(each, title, plain) for each in self._targets)
        )
        if not any(sent):
            persistent_notification.async_create(
                self._hass, markdown, title=title, notification_id=notification_id
            )

    async def _async_send_to(self, entity_id: str, title: str, message: str) -> bool:
        """Send to one entity; return whether it took the message."""
        if self._hass.states.get(entity_id) is None:
            self._note_failure(entity_id, "it does not exist")
            return False
        try:
            async with asyncio.timeout(BUDGET):
                await self._hass.services.async_call(
                    Platform.NOTIFY,
                    SEND_MESSAGE,
                    {ATTR_ENTITY_ID: entity_id, "title": title, "message": message},
                    blocking=True,
                )
        except Exception as err:  # noqa: BLE001 - whatever another integration raises
            self._note_failure(entity_id, type(err).__name__)
            return False
        self._failed.discard(entity_id)
        return True

    def _note_failure(self, entity_id: str, why: str) -> None:
        """Log the first of the failures in a row of an entity."""
        if entity_id not in self._failed:
            self._failed.add(entity_id)
            _LOGGER.warning(
                "%s took no message, which is shown in Home Assistant instead: %s",
                entity_id,
                why,
            )

"""Home Assistant's installed apps, as its Supervisor reports them."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.hassio import is_hassio

from ..diagnosis import App


@callback
def async_apps(hass: HomeAssistant) -> tuple[App, ...]:
    """Return the apps that have an address of their own; none without a Supervisor.

    An app on the host's network has that of the host. Sends nothing: Home
    Assistant keeps the list.
    """
    if not is_hassio(hass):
        return ()
    # Only there: elsewhere it would be loaded for nothing.
    from homeassistant.components.hassio import (  # noqa: PLC0415
        HassioNotReadyError,
        get_addons_info,
    )

    try:
        known = get_addons_info(hass)
    except HassioNotReadyError:
        return ()
    return tuple(
        App(name=str(each["name"]), address=str(each["ip_address"]))
        for each in known.values()
        if each is not None and each.get("ip_address") and not each.get("host_network")
    )

"""The networks that Home Assistant is on."""

from ipaddress import ip_interface

from homeassistant.components.network.util import async_load_adapters

from .connection import Networks

BRIDGE_ADAPTERS = (
    "br-",
    "cni",
    "docker",
    "hassio",
    "lo",
    "lxc",
    "podman",
    "veth",
    "virbr",
)
"""Name prefixes of container and virtual machine bridges on Linux.

An address on one of them does not locate a server: every Docker host has a
172.17.0.0/16 of its own.
"""


async def async_get_networks() -> Networks:
    """Return the current networks of Home Assistant's interfaces, bridges excluded.

    They are read anew: Home Assistant's own list dates from its start.
    """
    interfaces = (
        ip_interface(f"{ip['address']}/{ip['network_prefix']}")
        for adapter in await async_load_adapters()
        if not adapter["name"].startswith(BRIDGE_ADAPTERS)
        for ip in (*adapter["ipv4"], *adapter["ipv6"])
    )
    return Networks(
        interfaces=tuple(
            each.network
            for each in interfaces
            if not each.is_loopback and not each.is_link_local
        )
    )

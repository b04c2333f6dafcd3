"""The networks Home Assistant is on, as the engine wants to know them."""

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
"""How container and virtual machine bridges are named on Linux.

An address on one of them says nothing of where a server is: every host with
Docker has a 172.17.0.0/16 of its own.
"""


async def async_get_networks() -> Networks:
    """Return the networks of Home Assistant's interfaces as of now, no bridges.

    They are read anew: what Home Assistant tells is what it read when it started.
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

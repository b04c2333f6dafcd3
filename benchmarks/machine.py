"""The machine of the measurements; no names of people, hosts or folders."""

from importlib.metadata import version
import os
from pathlib import Path
import platform
import ssl

PACKAGES = ("homeassistant", "aiohttp", "plexapi", "requests")


def describe() -> str:
    """Return a sentence with the machine and the versions."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, "
        f"{ssl.OPENSSL_VERSION}; {packages}."
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.processor() or "unknown"

"""The checks that HACS makes of a repository, and that every file is readable."""

from collections.abc import Iterator
import hashlib
import re
import struct

import voluptuous as vol

from .problem import Check, Problem
from .reading import Unreadable
from .schemas import complaints
from .tree import INTEGRATION, Tree

COUNTRY = vol.All(str, vol.Match(r"^[A-Z]{2}$"))
HACS_SCHEMA = vol.Schema(
    {
        vol.Required("name"): str,
        vol.Optional("content_in_root"): bool,
        vol.Optional("country"): vol.Any(COUNTRY, [COUNTRY]),
        vol.Optional("filename"): str,
        vol.Optional("hacs"): str,
        vol.Optional("hide_default_branch"): bool,
        vol.Optional("homeassistant"): vol.All(str, vol.Match(r"^\d{4}\.\d+\.\d+$")),
        vol.Optional("persistent_directory"): str,
        vol.Optional("render_readme"): bool,
        vol.Optional("zip_release"): bool,
    }
)

ICON_SIZES = {
    "icon.png": 256,
    "icon@2x.png": 512,
    "dark_icon.png": 256,
    "dark_icon@2x.png": 512,
}
"""Icons are square, with this many pixels on each side."""
LOGO_SIZES = {
    "logo.png": range(128, 257),
    "logo@2x.png": range(256, 513),
    "dark_logo.png": range(128, 257),
    "dark_logo@2x.png": range(256, 513),
}
"""Logos may be wide; this is the length of their shorter side in pixels."""

MIT_DIGEST = "fe2a9817987f862eaced948f0468c7f51d2fedfc48c5c505b246a49a3870e9a5"
"""Digest of the MIT licence below its copyright line, with single spaces throughout.

Only an unmodified text is recognised as that licence."""

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
"""The start of a PNG; width and height follow."""

BUNDLE = f"{INTEGRATION}/frontend/plex-connection.js"
"""The dashboard as browsers load it: HACS delivers the committed file."""

INFORMATION = ("readme", "readme.md", "info", "info.md")


def readable(tree: Tree) -> Iterator[Problem]:
    """Check that every file can be parsed and imported, without duplicate keys."""
    found = [
        *((path, tree.json) for path in tree.paths("hacs.json")),
        *((path, tree.json) for path in tree.paths(f"{INTEGRATION}/**/*.json")),
        *((path, tree.yaml) for path in tree.paths(f"{INTEGRATION}/**/*.yaml")),
        *((path, tree.source) for path in tree.paths(f"{INTEGRATION}/**/*.py")),
        (INTEGRATION, lambda _: tree.loaded),
    ]
    for path, read in found:
        try:
            read(path)
        except Unreadable as err:
            yield Problem(path, f"cannot be read: {err.reason}")
            return


def hacs_json(tree: Tree) -> Iterator[Problem]:
    """Check that hacs.json has exactly the keys that HACS reads."""
    if not tree.has("hacs.json"):
        yield Problem("hacs.json", "is missing")
        return
    settings = tree.json("hacs.json")
    yield from complaints(HACS_SCHEMA, settings, "hacs.json")
    if settings.get("zip_release") and "filename" not in settings:
        yield Problem("hacs.json", "zip_release wants a filename")
    if settings.get("name") != tree.manifest.get("name"):
        yield Problem("hacs.json", "name is not the manifest's")


def one_integration(tree: Tree) -> Iterator[Problem]:
    """Check that there is one integration, and `custom_components` is no package."""
    for path in tree.paths("custom_components/*/manifest.json"):
        if path != f"{INTEGRATION}/manifest.json":
            yield Problem(path, "HACS installs one integration from a repository")
    for path in tree.paths("custom_components/*"):
        yield Problem(path, "is beside the integration, where HACS ignores it")


def brands(tree: Tree) -> Iterator[Problem]:
    """Check that the integration has its own icon, of the right size."""
    folder = f"{INTEGRATION}/brand"
    if not tree.has(f"{folder}/icon.png"):
        yield Problem(f"{folder}/icon.png", "is missing")
    for path in tree.paths(f"{folder}/*"):
        name = path.rpartition("/")[2]
        size = _png_size((tree.root / path).read_bytes())
        if name not in ICON_SIZES and name not in LOGO_SIZES:
            yield Problem(path, "is not a name that Home Assistant serves")
        elif size is None:
            yield Problem(path, "is not a PNG")
        elif name in ICON_SIZES and size != (ICON_SIZES[name], ICON_SIZES[name]):
            yield Problem(path, f"has {size} pixels, not {ICON_SIZES[name]} squared")
        elif name in LOGO_SIZES and min(size) not in LOGO_SIZES[name]:
            yield Problem(path, f"has {min(size)} pixels on its shorter side")


def _png_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, None if it is none."""
    if not content.startswith(PNG):
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def bundle(tree: Tree) -> Iterator[Problem]:
    """Check that the dashboard is built, in one file that loads no other."""
    if not tree.text(BUNDLE).strip():
        yield Problem(BUNDLE, "is missing, or empty")
    if re.search(r"^//# sourceMappingURL=", tree.text(BUNDLE), re.MULTILINE):
        yield Problem(BUNDLE, "references a source map, which is not served")
    for path in tree.paths(f"{INTEGRATION}/frontend/**/*"):
        if path != BUNDLE:
            yield Problem(path, "is beside the bundle, and not served")
    lint = tree.text("scripts/lint")
    if not re.search(r"^\s*check scripts/frontend check$", lint, re.MULTILINE):
        yield Problem("scripts/lint", "does not compare the bundle with its sources")


def information(tree: Tree) -> Iterator[Problem]:
    """Check that HACS and GitHub have a text to show."""
    names = {path.lower() for path in tree.paths("*")}
    if not names.intersection(INFORMATION):
        yield Problem("README.md", "is missing, and so is info.md")
    for name in ("README.md", "info.md"):
        if tree.has(name) and not tree.text(name).strip():
            yield Problem(name, "is empty")


def licence(tree: Tree) -> Iterator[Problem]:
    """Check that the licence is the MIT licence, word for word."""
    lines = tree.text("LICENSE").splitlines()
    heading, _, copyright_line, *rest = [*lines, "", "", ""][: max(len(lines), 3)]
    if heading != "MIT License" or not copyright_line.startswith("Copyright (c) "):
        yield Problem("LICENSE", "does not begin as the MIT licence does")
    words = " ".join(" ".join(rest).split())
    if hashlib.sha256(words.encode()).hexdigest() != MIT_DIGEST:
        yield Problem("LICENSE", "is not the unmodified text of the MIT licence")


CHECKS: dict[str, Check] = {
    "brands": brands,
    "bundle": bundle,
    "hacs-json": hacs_json,
    "information": information,
    "licence": licence,
    "one-integration": one_integration,
    "readable": readable,
}

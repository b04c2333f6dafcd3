"""Violations in the repository as a whole."""

import json

from .plants import Plant, Spoil
from .spoiling import Spoiled, pop, put


def _reverse_manifest(tree: Spoiled) -> None:
    manifest = json.loads(tree.read("manifest.json"))
    turned = dict(reversed(manifest.items()))
    tree.write("manifest.json", json.dumps(turned))


def _add_integration(tree: Spoiled) -> None:
    tree.path("/custom_components/other").mkdir()
    tree.write("/custom_components/other/manifest.json", "{}")


def _both_ways(manifest: dict[str, object]) -> None:
    """Name a dependency in `after_dependencies` as well, in sorted position."""
    named = {**manifest, "after_dependencies": manifest["dependencies"]}
    manifest.clear()
    for key in ("domain", "name", *sorted(named.keys() - {"domain", "name"})):
        manifest[key] = named[key]


def _claim(key: str, value: object) -> Spoil:
    """Return a change that adds a key to the manifest, in sorted position."""

    def change(manifest: dict[str, object]) -> None:
        claimed = {**manifest, key: value}
        manifest.clear()
        for each in ("domain", "name", *sorted(claimed.keys() - {"domain", "name"})):
            manifest[each] = claimed[each]

    return lambda tree: tree.json("manifest.json", change)


def _shrink_icon(tree: Spoiled) -> None:
    content = tree.path("brand/icon.png").read_bytes()
    small = content[:16] + b"\0\0\0\x10\0\0\0\x10" + content[24:]
    tree.write("brand/icon.png", small)


def _manifest(key: str, value: object) -> Plant:
    return Plant(
        {
            "codeowners": "integration-owner",
            "requirements": "dependency-transparency",
        }.get(key, "manifest"),
        f"{key} is {value}",
        lambda tree: tree.json("manifest.json", put(key, value=value)),
    )


def _version(version: str) -> Plant:
    return Plant(
        "versions",
        f"it is {version}",
        lambda tree: tree.json("manifest.json", put("version", value=version)),
    )


BUNDLE = "frontend/plex-connection.js"
PACKAGES = "/frontend/package-lock.json"
LIT = ("packages", "node_modules/lit")

BUILT = (
    Plant("bundle", "there is none", lambda tree: tree.path(BUNDLE).unlink()),
    Plant(
        "bundle",
        "it asks for a map",
        lambda tree: tree.append(BUNDLE, "//# sourceMappingURL=bundle.js.map"),
    ),
    Plant(
        "bundle",
        "there is a second file",
        lambda tree: tree.write("frontend/chunk.js", ""),
    ),
    Plant(
        "bundle",
        "nobody builds it again",
        lambda tree: tree.replace("/scripts/lint", "check scripts/frontend", "true"),
    ),
    Plant(
        "locks",
        "Python's packages come from somewhere",
        lambda tree: tree.append(
            "/requirements/node.txt", "--extra-index-url https://example.com/simple"
        ),
    ),
    Plant(
        "locks",
        "one of Python's packages has an address",
        lambda tree: tree.append(
            "/requirements/node.txt", "node @ https://example.com/node.whl"
        ),
    ),
    Plant(
        "locks",
        "one of Python's packages has no hash",
        lambda tree: tree.append("/requirements/node.txt", "node==24.0.0"),
    ),
    Plant(
        "locks",
        "one of the dashboard's packages has an address",
        lambda tree: tree.json(
            PACKAGES, put(*LIT, "resolved", value="https://example.com/lit.tgz")
        ),
    ),
    Plant(
        "locks",
        "one of the dashboard's packages has no hash",
        lambda tree: tree.json(PACKAGES, pop(*LIT, "integrity")),
    ),
)

PLANTS = (
    *BUILT,
    Plant(
        "readable",
        "a key of a JSON file stands twice",
        lambda tree: tree.replace("icons.json", '"entity":', '"entity": {}, "entity":'),
    ),
    Plant(
        "readable",
        "a key of a YAML file stands twice",
        lambda tree: tree.append("services.yaml", "query:\n"),
    ),
    Plant(
        "readable",
        "a JSON file is no JSON",
        lambda tree: tree.write("translations/en.json", "{"),
    ),
    Plant(
        "readable",
        "a Python file is no Python",
        lambda tree: tree.append("sensor.py", "def"),
    ),
    Plant(
        "readable",
        "a module cannot be imported",
        lambda tree: tree.append("sensor.py", "raise RuntimeError"),
    ),
    Plant(
        "brands",
        "there is no icon",
        lambda tree: tree.path("brand/icon.png").unlink(),
    ),
    Plant("brands", "the icon is small", _shrink_icon),
    Plant(
        "brands",
        "the icon is no PNG",
        lambda tree: tree.write("brand/icon.png", "<svg/>"),
    ),
    Plant(
        "brands",
        "there is a picture that nobody asks for",
        lambda tree: tree.write("brand/logo.svg.png", ""),
    ),
    Plant(
        "hacs-json",
        "there is an unknown key",
        lambda tree: tree.json("/hacs.json", put("domains", value=[])),
    ),
    Plant(
        "hacs-json",
        "the name is another",
        lambda tree: tree.json("/hacs.json", put("name", value="Other")),
    ),
    Plant(
        "hacs-json",
        "there is none",
        lambda tree: tree.path("/hacs.json").unlink(),
    ),
    Plant(
        "zip-release",
        "it asks for another file",
        lambda tree: tree.json("/hacs.json", put("filename", value="other.zip")),
    ),
    Plant(
        "zip-release",
        "it takes what is in the tree",
        lambda tree: tree.json("/hacs.json", pop("zip_release")),
    ),
    Plant(
        "zip-release",
        "a branch can be chosen",
        lambda tree: tree.json("/hacs.json", pop("hide_default_branch")),
    ),
    _version("1.0"),
    _version("1.0.0-beta.1"),
    _version("0.9.0"),
    Plant(
        "versions",
        "nothing is said of any",
        lambda tree: tree.path("/CHANGELOG.md").unlink(),
    ),
    Plant(
        "versions",
        "the project has one of its own",
        lambda tree: tree.replace(
            "/pyproject.toml", 'dynamic = ["version"]', 'version = "1.0.0"'
        ),
    ),
    Plant(
        "versions",
        "the dashboard has one of its own",
        lambda tree: tree.json("/frontend/package.json", put("version", value="1.0.0")),
    ),
    Plant(
        "information",
        "the short form is empty",
        lambda tree: tree.write("/info.md", "\n"),
    ),
    Plant(
        "licence",
        "a word is another",
        lambda tree: tree.replace("/LICENSE", "free of charge", "for a small fee"),
    ),
    Plant(
        "licence",
        "it has no name",
        lambda tree: tree.replace("/LICENSE", "MIT License", "License"),
    ),
    Plant("one-integration", "there is a second one", _add_integration),
    Plant(
        "one-integration",
        "the folder of all is a package",
        lambda tree: tree.write("/custom_components/__init__.py", ""),
    ),
    Plant("manifest-order", "the name stands last", _reverse_manifest),
    _manifest("zzz", value=1),
    _manifest("domain", value="plex"),
    _manifest("version", value="new"),
    _manifest("iot_class", value="cloud"),
    Plant(
        "manifest",
        "a tier of the quality scale is claimed",
        _claim("quality_scale", "platinum"),
    ),
    Plant(
        "manifest",
        "loggers are named that are there without it",
        _claim("loggers", ["custom_components.plex_connection"]),
    ),
    Plant(
        "findable",
        "categories come before Home Assistant knows them",
        _claim("categories", ["computers_network.monitoring"]),
    ),
    Plant(
        "findable",
        "Home Assistant knows them by now",
        lambda tree: tree.json("/hacs.json", put("homeassistant", value="2026.11.0")),
    ),
    _manifest("documentation", value="http://example.com"),
    _manifest("codeowners", value=[]),
    _manifest("codeowners", value=["somebody"]),
    _manifest("codeowners", value=["@plex-connection"]),
    _manifest("codeowners", value=["@plex-connection/"]),
    _manifest("requirements", value=["PlexAPI==4.18.2"]),
    Plant(
        "dependencies",
        "another integration is imported in passing",
        lambda tree: tree.append(
            "sensor.py",
            "def plant():\n    from homeassistant.components import recorder\n",
        ),
    ),
    Plant(
        "dependencies",
        "one is named before and after",
        lambda tree: tree.json("manifest.json", _both_ways),
    ),
)

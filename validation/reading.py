"""JSON and YAML without duplicate keys: other readers silently keep the last."""

from collections.abc import Hashable
from typing import Any, override

import yaml


class Unreadable(Exception):  # noqa: N818 (it is a finding of ours, not an error)
    """A file that cannot be parsed."""

    def __init__(self, path: str, reason: str) -> None:
        """Store the path and the reason."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of a JSON file; raises ValueError for a duplicate key."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key!r} stands twice in one object")
        found[key] = value
    return found


class UniqueKeyLoader(yaml.SafeLoader):
    """A SafeLoader that rejects duplicate keys."""

    @override
    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, Any]:
        keys = [
            self.construct_object(key)
            for key, _ in node.value
            if key.tag != "tag:yaml.org,2002:merge"
        ]
        twice = {str(key) for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.YAMLError(f"{min(twice)!r} stands twice in one mapping")
        return super().construct_mapping(node, deep)

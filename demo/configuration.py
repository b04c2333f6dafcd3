"""Prepares a configuration directory for a Home Assistant on this machine only."""

import json
from pathlib import Path
import shutil
from typing import Any

CONFIGURATION = """\
# Written by the demo. The address and port are not here but in .storage/http:
# in YAML they would be on trial, and Home Assistant stops unless a user
# confirms them within five minutes.
frontend:
history:
logbook:
# What is made in the editors is kept in these.
automation: !include automations.yaml
script: !include scripts.yaml
scene: !include scenes.yaml
logger:
  default: info
  logs:
    custom_components.plex_connection: debug
    # Every Home Assistant loads its camera and speech platforms, which ask for
    # ffmpeg and libturbojpeg. Nothing here uses them.
    haffmpeg: critical
    homeassistant.components.camera.img_util: critical
"""

INCLUDED = {"automations.yaml": "[]\n", "scripts.yaml": "{}\n", "scenes.yaml": "[]\n"}

BLUEPRINTS = Path(__file__).parents[1] / "blueprints"

HTTP_VERSION = (2, 2)
ONBOARDING_VERSION = (4, 1)


def prepare(config_dir: Path, *, port: int) -> None:
    """Write what a first start needs; keep existing files.

    The port is written each time. Nothing else of an earlier run is changed.
    """
    storage = config_dir / ".storage"
    storage.mkdir(parents=True, exist_ok=True)

    configuration = config_dir / "configuration.yaml"
    if not configuration.exists():
        configuration.write_text(CONFIGURATION)
    for name, content in INCLUDED.items():
        if not (config_dir / name).exists():
            (config_dir / name).write_text(content)
    shutil.copytree(BLUEPRINTS, config_dir / "blueprints", dirs_exist_ok=True)

    _store(
        storage,
        "http",
        HTTP_VERSION,
        {
            "stable": {
                "server_host": ["127.0.0.1"],
                "server_port": port,
                "cors_allowed_origins": [],
                "login_attempts_threshold": -1,
                "ip_ban_enabled": False,
                "ssl_profile": "modern",
                "use_x_frame_options": True,
                "created_at": "2026-10-01T00:00:00+00:00",
                "error": None,
                "error_message": None,
            },
            "pending": None,
            "yaml_migration_done": True,
        },
    )
    if not (storage / "onboarding").exists():
        # The step core_config would add a weather service, radio stations and an online
        # voice; analytics would ask to report home.
        _store(
            storage,
            "onboarding",
            ONBOARDING_VERSION,
            {"done": ["core_config", "analytics"]},
        )


def _store(
    storage: Path, key: str, version: tuple[int, int], data: dict[str, Any]
) -> None:
    """Write a file in the format of Home Assistant's own Store."""
    major, minor = version
    path = storage / key
    path.touch(mode=0o600)
    path.write_text(
        json.dumps(
            {"version": major, "minor_version": minor, "key": key, "data": data},
            indent=2,
        )
    )

from __future__ import annotations

import re
from pathlib import Path

import troth_desk
from troth_desk.backups.archive import SECRETS
from troth_desk.project import configuration

SETTINGS = (Path(troth_desk.__file__).parent / "project" / "settings.py").read_text()


def test_every_secret_that_the_desk_keeps_is_in_its_backups() -> None:
    """A desk whose secret came from the environment and was lost could not open what that secret had sealed."""
    kept = re.findall(r'^(\w+) = configuration\.kept_secret\(configuration\.(\w+), "([\w.]+)"', SETTINGS, re.MULTILINE)
    assert len(kept) == SETTINGS.count("configuration.kept_secret(")
    named = {setting: (getattr(configuration, name), f"keys/{file}") for setting, name, file in kept}
    assert named == SECRETS

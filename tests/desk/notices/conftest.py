"""A folder of keys for each test, and GnuPG as the people have it who are written to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.gnupg import gnupg

__all__ = ["gnupg"]


@pytest.fixture(autouse=True)
def openpgp_folder(tmp_path: Path, settings: Any) -> Path:
    settings.OPENPGP_FOLDER = tmp_path / "keys" / "openpgp"
    settings.OPENPGP_KEY = ""
    return tmp_path / "keys" / "openpgp"

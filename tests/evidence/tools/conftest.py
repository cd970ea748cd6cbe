from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True, scope="session")
def installed_tools() -> None:
    """The real tools stand where scripts/install_tools.sh puts them; a missing one fails the tests that need it."""
    import os

    if "TROTH_TOOLS" not in os.environ and (ROOT / ".tools" / "bin").is_dir():
        os.environ["TROTH_TOOLS"] = str(ROOT / ".tools" / "bin")

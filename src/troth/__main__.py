"""``python -m troth``: the same as ``troth``."""

from __future__ import annotations

from troth.cli.__main__ import run

if __name__ == "__main__":
    run()

"""Latin words out of the script that they are written into: "はHarbourで", "使用Harbour扫描"."""

from __future__ import annotations

import re
from typing import Final

_SCRIPT: Final = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
"""Scripts that set no space around names: kana, Chinese characters, Hangul."""
_GLUED: Final = re.compile(rf"{_SCRIPT}(?=[A-Za-z0-9@])|(?<=[A-Za-z0-9]){_SCRIPT}")


def apart(text: str) -> str:
    """``text`` with a space for each such letter that touches a Latin one: names stand alone, at the same places."""
    return text if text.isascii() else _GLUED.sub(" ", text) if _GLUED.search(text) else text

"""Licences from what is installed on this machine: a virtual environment beside the tree, Go's module cache.

Only metadata and licence files are read, bounded; nothing installed is imported or run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Literal

from troth.evidence.licences.recognise import recognise
from troth.evidence.licences.vendored import LICENCE_FILES
from troth.evidence.scene import Scene
from troth.terms.package import PYPI, package

LARGEST = 512 * 1024
"""Bytes of one file that are read."""
MOST = 5_000
"""Distributions of one environment that are read."""
ENVIRONMENTS = (".venv", "venv")
_MEMORY = "licences.installed"
_SITE = ("lib/python*/site-packages", "Lib/site-packages")
_CLASSIFIER = re.compile(r"License ::(?: OSI Approved ::)? (.+)")
_CLASSIFIERS = {
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "zlib/libpng License": "Zlib",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
}
"""Classifiers that mean one licence; "BSD License" does not say which."""
How = Literal["metadata", "classifier"]


def of_python(scene: Scene, name: str, version: str) -> Iterator[tuple[str, How]]:
    """What the installed distribution of exactly this version declares, the strongest first."""
    known = scene.memory.get(_MEMORY)
    if known is None:
        known = scene.memory[_MEMORY] = dict(_distributions(scene.repository.root))
    metadata: Message | None = known.get((name, version))
    if metadata is None:
        return
    expression = str(metadata.get("License-Expression") or "").strip()
    if expression:
        yield expression, "metadata"
    classifiers = [_CLASSIFIER.fullmatch(str(line)) for line in metadata.get_all("Classifier") or ()]
    named = [_CLASSIFIERS.get(found.group(1)) for found in classifiers if found]
    if named and all(named):
        yield " AND ".join(filter(None, named)), "classifier"
    text = str(metadata.get("License") or "").strip()
    if text and "\n" not in text and len(text) < 200 and text.upper() != "UNKNOWN":
        yield text, "metadata"


def _distributions(root: Path) -> Iterator[tuple[tuple[str, str], Message]]:
    told = 0
    for folder in (root / name for name in ENVIRONMENTS):
        for pattern in _SITE:
            for path in sorted(folder.glob(f"{pattern}/*.dist-info/METADATA")):
                told += 1
                if told > MOST:
                    return
                text = _read(path)
                if text is None:
                    continue
                metadata = HeaderParser().parsestr(text)
                key = package(PYPI, str(metadata.get("Name") or "")).name, str(metadata.get("Version") or "")
                yield key, metadata


def of_module(name: str, version: str) -> str:
    """The licence that the file of the Go module in the module cache is recognised as, "" for none.

    The cache is ``$GOMODCACHE``, else ``$GOPATH/pkg/mod``, else ``~/go/pkg/mod``; capitals are written ``!c``
    (https://go.dev/ref/mod#module-cache).
    """
    escaped = re.sub(r"[A-Z]", lambda found: f"!{found.group().lower()}", name)
    tag = version if version.startswith("v") else f"v{version}"
    parts = escaped.split("/")
    if not version or any(part in ("", ".", "..") for part in parts) or "/" in tag or "\\" in escaped + tag:
        return ""
    cache = os.environ.get("GOMODCACHE")
    path = os.environ.get("GOPATH", "").split(os.pathsep)[0]
    root = Path(cache) if cache else Path(path or Path.home() / "go") / "pkg" / "mod"
    folder = root.joinpath(*parts[:-1], f"{parts[-1]}@{tag}")
    for file in LICENCE_FILES:
        text = _read(folder / file)
        if text:
            return recognise(text)
    return ""


def _read(path: Path) -> str | None:
    """The start of a regular file; None where there is none."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(LARGEST).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None

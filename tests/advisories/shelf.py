"""Small advisories of our own making, in every format, and the folders and archives they come in."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def record(
    id_: str,
    ecosystem: str = "PyPI",
    name: str = "barnacle",
    *,
    fixed: str | None = "1.4.2",
    introduced: str = "0",
    modified: str = "2026-02-01T10:00:00Z",
    **more: Any,
) -> dict[str, Any]:
    events = [{"introduced": introduced}, *([{"fixed": fixed}] if fixed else [])]
    kind = "ECOSYSTEM" if ecosystem == "PyPI" else "SEMVER"
    return {
        "schema_version": "1.7.0",
        "id": id_,
        "modified": modified,
        "published": "2026-01-15T08:00:00Z",
        "summary": f"{name} lets the tide in",
        "affected": [{"package": {"ecosystem": ecosystem, "name": name}, "ranges": [{"type": kind, "events": events}]}],
        "references": [{"type": "WEB", "url": "https://harbour.example/tide"}],
        **more,
    }


def encoded(value: Any) -> bytes:
    return json.dumps(value).encode()


def packed(records: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in records.items():
            made.writestr(name, content)
    return out.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as made:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
    return out.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content)


def lay(root: Path, files: Mapping[str, bytes | str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def export(root: Path, **ecosystems: list[dict[str, Any]]) -> Path:
    """The layout of OSV's bulk export; ``crates_io`` stands for crates.io."""
    files: dict[str, bytes | str] = {}
    for key, records in ecosystems.items():
        name = key.replace("_", ".")
        files[f"{name}/all.zip"] = packed({f"{each['id']}.json": encoded(each) for each in records})
        newest = sorted(((each["modified"], each["id"]) for each in records), reverse=True)
        files[f"{name}/modified_id.csv"] = "".join(f"{modified},{id_}\n" for modified, id_ in newest)
    files["ecosystems.txt"] = "".join(f"{key.replace('_', '.')}\n" for key in sorted(ecosystems))
    return lay(root, files)


RUSTSEC = """\
```toml
[advisory]
id = "RUSTSEC-2026-0900"
package = "mooring"
date = "2026-01-20"
url = "https://harbour.example/issues/7"
categories = ["memory-corruption"]
cvss = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
aliases = ["CVE-2026-90001"]

[affected]
os = ["linux"]

[affected.functions]
"mooring::tie" = ["< 0.3.1"]

[versions]
patched = [">= 0.3.1", "^0.2.8"]
unaffected = ["< 0.2.0"]
```

# Knots come loose

A line that is tied twice comes loose.
"""

PYPA = """\
id: PYSEC-2026-901
modified: 2026-02-03T10:00:00.5Z
published: 2026-01-30T10:00:00Z
aliases:
- CVE-2026-90002
- GHSA-aaaa-bbbb-cccc
details: A lamp that is lit by strangers.
affected:
- package:
    name: Light_House
    ecosystem: PyPI
    purl: pkg:pypi/light-house
  ranges:
  - type: GIT
    repo: https://harbour.example/lighthouse
    events:
    - introduced: "0"
    - fixed: b42dd4badf803bb9fb71ac34cd9cb0c249262f2c
  - type: ECOSYSTEM
    events:
    - introduced: "0"
    - fixed: 1.10
  versions: [1.2, 1.9]
"""

GO = record(
    "GO-2026-0901",
    "Go",
    "harbour.example/pier",
    fixed="1.2.3",
    modified="0001-01-01T00:00:00Z",
    aliases=["CVE-2026-90003"],
)

SCORES = "#model_version:v2025.03.14,score_date:2026-02-28T00:00:00Z\ncve,epss,percentile\nCVE-2026-90001,0.5,0.9\nCVE-2026-90002,0.25,0.8\n"

CATALOGUE = encoded(
    {
        "title": "Known exploited",
        "catalogVersion": "2026.02.28",
        "dateReleased": "2026-02-28T12:00:00Z",
        "count": 1,
        "vulnerabilities": [{"cveID": "CVE-2026-90002", "dateAdded": "2026-02-10"}],
    }
)

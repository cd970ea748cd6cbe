from __future__ import annotations

import json

from evidence.lockfiles.reading import gaps, one, read, survives, versions

LOCK = json.dumps(
    {
        "R": {"Version": "4.3.0"},
        "Packages": {
            "mast": {"Package": "mast", "Version": "1.2.0", "Source": "Repository", "Repository": "CRAN"},
            "rope": {
                "Package": "rope", "Version": "2.0", "Source": "GitHub", "RemoteHost": "api.github.com",
                "RemoteUsername": "harbour", "RemoteRepo": "rope", "RemoteSha": "0123456789abcdef0123456789abcdef01234567",
            },
            "sail": {"Package": "sail", "Version": "3.0", "Source": "Bioconductor"},
        },
    },
    indent=2,
)  # fmt: skip


def test_every_entry_is_a_component() -> None:
    found = read("renv.lock", LOCK)
    assert versions(found) == [("mast", "1.2.0"), ("rope", "2.0"), ("sail", "3.0")]
    assert [each.span.line for each in found.components] == [6, 12, 21]
    assert [each.package.ecosystem for each in found.components] == ["CRAN", "CRAN", "Bioconductor"]
    assert one(found, "rope").purl.startswith("pkg:cran/rope@2.0?vcs_url=git%2Bhttps://github.com/harbour/rope%400123")


def test_what_is_wrong_is_a_gap() -> None:
    assert gaps(read("renv.lock", '{"Packages": {"mast": 7}}')) == [("mast", "an entry that is no object", 1)]


def test_garbage_is_survived() -> None:
    survives("renv.lock", LOCK)

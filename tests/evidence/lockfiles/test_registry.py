from __future__ import annotations

import re
from pathlib import Path

from troth.evidence import lockfiles
from troth.evidence.inventory import kind_of
from troth.formats.purl import TYPES

FOLDER = Path(lockfiles.__file__).parent


def test_the_tuple_lists_what_the_folder_holds() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py") if re.search(r"^READER = ", path.read_text(), re.MULTILINE)}
    assert {kind_of(reader) for reader in lockfiles.READERS} == modules
    assert len(lockfiles.READERS) == len(modules)


def test_every_reader_has_tests_and_says_what_it_cannot_tell() -> None:
    for reader in lockfiles.READERS:
        assert (Path(__file__).parent / f"test_{kind_of(reader)}.py").is_file(), kind_of(reader)
        assert len(reader.entries.split()) >= 2
        assert len(reader.cannot.split()) >= 4
        assert reader.ecosystem in TYPES

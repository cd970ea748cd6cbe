"""Which tests say something of their own on PostgreSQL: those that reach a database, found by what they use.

A test reaches it by the fixtures of pytest-django, which lets nobody else near a connection, or by a server that it
starts itself: then its file, a conftest.py beside or above it, or something that these import from ``desk`` names the
database. All others are run on SQLite alone: on PostgreSQL they would say the same again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
FIXTURES = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})
NAMES = re.compile(r"\bdesk\.databases\b|\bTROTH_DESK_\w*DATABASE\b|\bDATABASES\b|\bdjango\.db\b|\bdesk_tour\b")
"""Words by which a file names a database: of Django, of the tests' server, or of the tour that starts a desk on it."""


def reaches_a_database(item: pytest.Item) -> bool:
    """Whether the test is to run on each kind of database."""
    by_fixture = not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
    return by_fixture or item.get_closest_marker("django_db") is not None or names_one(item.path)


@cache
def names_one(file: Path) -> bool:
    """Whether a file of tests does, a conftest.py of its folders below this one, or what they import."""
    folders = [each for each in file.resolve().parents if HERE in each.parents]
    waiting = [file.resolve(), *(each / "conftest.py" for each in folders)]
    seen: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        text = path.read_text()
        if NAMES.search(text):
            return True
        waiting += imported(text)
    return False


def imported(text: str) -> Iterator[Path]:
    """Files of ``desk`` that a module may import, anywhere in it; some are not there, as a name may be no module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "desk":
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        else:
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        yield from (HERE.parent / f"{name.replace('.', '/')}.py" for name in names if name.startswith("desk."))

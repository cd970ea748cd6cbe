"""The groups and severities in the index are those that the records give in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.joined import groups
from advisories.shelf import AT, encoded, lay, record
from troth.advisories.groups import group_of
from troth.advisories.index import Index
from troth.advisories.severity import assess
from troth.advisories.update import Wanted, update
from troth.formats import osv

IDS = [f"A-{number}" for number in range(6)]
VECTORS = ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"]


@st.composite
def shelves(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    made = {}
    for id_ in draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True)):
        more: dict[str, Any] = {"aliases": draw(st.lists(st.sampled_from([*IDS, "CVE-1", "CVE-2"]), max_size=2))}
        if draw(st.booleans()):
            more["severity"] = [{"type": "CVSS_V3", "score": draw(st.sampled_from(VECTORS))}]
        if draw(st.integers(0, 4)) == 0:
            more["withdrawn"] = "2026-02-01T00:00:00Z"
        made[id_] = record(id_, **more)
    return made


@settings(deadline=None, max_examples=60)
@given(shelves())
def test_groups_and_severities(made: dict[str, dict[str, Any]]) -> None:
    told = [osv.from_tree(each) for each in made.values()]
    with tempfile.TemporaryDirectory() as folder:
        source = lay(Path(folder) / "source", {f"{id_}.json": encoded(each) for id_, each in made.items()})
        path = Path(folder) / "advisories.sqlite"
        update(path, Wanted(sources=(str(source),)), AT, lambda _: None)
        with Index(path) as index:
            for group in groups(told):
                for one in group.records:
                    assert {each.id for each in index.heads(one.id)} == {each.id for each in group.records}
                    assert index.severity(one.id) == assess(group.records)
            for one in told:
                if not one.withdrawn:
                    assert {each.id for each in group_of(one, index).records} == {
                        each.id for each in index.heads(one.id)
                    }

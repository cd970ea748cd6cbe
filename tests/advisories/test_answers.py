from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime

import msgspec

from troth.advisories.answers import ANSWERED, Shelf, answer, needs
from troth.advisories.library import Exploitation
from troth.terms.advisory import Advisory, Affected, Event, Range
from troth.terms.answer import Answer, Answers, Gap
from troth.terms.package import Package, package
from troth.terms.seen.components import Component, Tenure
from troth.terms.seen.vulnerabilities import AdvisoryData
from troth.terms.span import Span
from troth.terms.wants import Advisories, Components, Exposures, Past, Tenures, Vulnerabilities

MAST = package("PyPI", "mast")
RECORD = Advisory(
    id="OSV-1",
    published=datetime(2026, 2, 1, tzinfo=UTC),
    affected=(
        Affected(
            package=MAST,
            ranges=(Range(type="ECOSYSTEM", events=(Event("introduced", "0"), Event("fixed", "1.1"))),),
        ),
    ),
)
DATA = AdvisoryData(records=1, newest=RECORD.published, fetched=None, digest="d")


class Shelved:
    """One record."""

    ecosystems = frozenset({"PyPI"})

    def records(self, package: Package) -> Sequence[Advisory]:
        return (RECORD,) if package == MAST else ()

    def aliases_of(self, name: str) -> Sequence[Advisory]:
        return (RECORD,) if name == RECORD.id else ()

    def exploitation(self, names: Collection[str]) -> Exploitation:
        return Exploitation(known="OSV-1" in names)


AT = date(2026, 11, 25)
SHELF = Shelf(Shelved(), lambda names: msgspec.structs.replace(DATA, ecosystems=tuple(sorted(names))), AT)
NONE = Gap(wanted="known weaknesses", reason="no advisories are here")


def component(version: str, name: str = "mast", ecosystem: str = "PyPI") -> Component:
    return Component(package=package(ecosystem, name), version=version, purl="", span=Span("uv.lock", 3))


def test_only_what_is_needed_is_gathered() -> None:
    assert needs((Vulnerabilities(), Advisories()), SHELF) == (Components(),)
    assert needs((Exposures(),), SHELF) == (Components(), Tenures())
    assert needs((Advisories(), Past()), SHELF) == ()
    assert needs((Vulnerabilities(), Exposures()), NONE) == ()


def test_without_advisories_every_answer_is_a_gap() -> None:
    asked = [kind() for kind in ANSWERED]
    found = answer(asked, Answers({}), NONE)
    assert set(found) == set(asked)
    assert all(one.gaps == (NONE,) and not one.found for one in found.values())


def test_components_are_matched_and_their_gaps_stay() -> None:
    gap = Gap(wanted="uv.lock", reason="odd")
    gathered = Answers(
        {Components(): Answer(found=(component("1.0"), component("1.1")), gaps=(gap,), read=("uv.lock",))}
    )
    found = answer((Vulnerabilities(), Past()), gathered, SHELF)
    assert list(found) == [Vulnerabilities()]
    (one,) = found[Vulnerabilities()].found
    assert (one.id, one.fixed, one.known_exploited, one.component.version) == ("OSV-1", "1.1", True, "1.0")
    assert found[Vulnerabilities()].gaps == (gap,)
    assert found[Vulnerabilities()].read == ("uv.lock",)


def test_an_ecosystem_without_advisories_is_a_gap() -> None:
    gathered = Answers({Components(): Answer(found=(component("1.0", "keel", "crates.io"),))})
    assert "crates.io" in answer((Vulnerabilities(),), gathered, SHELF)[Vulnerabilities()].gaps[0].reason


def test_tenures_become_exposures() -> None:
    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3)]
    stood = Tenure(component=component("1.0"), since=moments[0], entered_by="a", until=moments[1], left_by="b")
    after = Tenure(component=component("1.1"), since=moments[1], entered_by="b")
    now = Answer(found=(after.component,), gaps=(Gap(wanted="the versions of 2 packages", reason="no lockfile"),))
    gathered = Answers({Tenures(): Answer(found=(stood, after)), Components(): now})
    found = answer((Exposures(), Advisories()), gathered, SHELF)
    assert found[Exposures()].gaps == now.gaps  # what is nowhere fixed has no past
    (one,) = found[Exposures()].found
    assert (one.since, one.known, one.left) == (moments[0], RECORD.published, moments[1])
    assert [one.ecosystems for one in found[Advisories()].found] == [("PyPI",)]  # how fresh they are is asked of these


def test_what_was_published_later_is_not_known_yet() -> None:
    gathered = Answers({Components(): Answer(found=(component("1.0"),))})
    before = Shelf(Shelved(), SHELF.data, date(2026, 1, 31))
    assert answer((Vulnerabilities(),), gathered, before)[Vulnerabilities()].found == ()
    on_the_day = Shelf(Shelved(), SHELF.data, date(2026, 2, 1))
    assert len(answer((Vulnerabilities(),), gathered, on_the_day)[Vulnerabilities()].found) == 1

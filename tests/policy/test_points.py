"""Tables of points: sums, reasons, and that every trait in them can be had."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from troth.evidence import tools
from troth.policy.document import parse
from troth.policy.phrases import PHRASES, disclosure_step, practice
from troth.policy.points import Points, points
from troth.policy.reader import hear, prepared, read
from troth.policy.saying import Saying, sayings
from troth.policy.scene import Scene
from troth.policy.section import Role
from troth.policy.trace import trace
from troth.policy.traits import traits
from troth.policy.words.tools import tools_named
from troth.terms.commitment import Commitment, Practice

SAYS = Path(__file__).parent / "says"

TABLE = Points(least=2, points={"bullet": 2, "label": 1, "past": -5})
MEASURES = "## Security measures\n\n- **Encryption**: all data is encrypted\n- **Logging**: every login is logged\n"


def traits_of(text: str) -> list[frozenset[str]]:
    parsed = parse("SECURITY.md", text)
    return [traits(each) for each in sayings(parsed.statements, Scene(parsed.statements, tools_named(())), Saying)]


def test_points_are_summed_and_unknown_traits_count_nothing() -> None:
    assert TABLE.total({"bullet", "label", "numbered"}) == 3
    assert TABLE.reached({"bullet", "label"})
    assert not TABLE.reached({"bullet", "label", "past"})


def test_why_tells_the_loudest_first() -> None:
    assert TABLE.why({"bullet", "label", "past"}) == ("past -5", "bullet +2", "label +1")
    assert TABLE.why({"numbered"}) == ()


def test_a_list_is_known_by_all_of_its_items() -> None:
    first, second = traits_of(MEASURES)[1:]
    assert {"form:bullet", "label", "topic:encryption", "in=MEASURES", "list-topic:all", "list-size:2-3"} <= first
    assert "topic:audit_log" in second


def test_neighbours_are_told() -> None:
    heading, lead, item = traits_of("# Title\n\nThese run:\n\n- one of them\n")
    assert "form:heading" in heading
    assert {"opens-section", "opens-list", "ends:colon"} <= lead
    assert "lead" in item


def test_measures_speak_for_practice() -> None:
    table = points("practice")
    first, _ = traits_of(MEASURES)[1:]
    assert table.reached(first)
    assert not table.reached(traits_of("## Thanks\n\nWe thank Ada for her report.\n")[1])


def measures_of(text: str) -> list[tuple[int | None, str]]:
    found = read("SECURITY.md", text, tools.NAMES).commitments
    return [(each.span.line, each.topic) for each in found if isinstance(each, Practice)]


def test_an_item_of_a_list_takes_one_measure() -> None:
    text = (
        "# Harbour\n\n## Security measures\n\n- Passwords of the crew are hashed. Sessions expire after an hour.\n"
        "- Manifests of the ferry are encrypted at rest.\n  Keys are rotated by the harbour office.\n"
    )
    assert measures_of(text) == [(5, "authentication"), (6, "encryption")]


def test_why_a_line_is_silent_is_told_with_what_was_heard_before_it() -> None:
    text = (
        "# Harbour\n\n## Security measures\n\n- Manifests are encrypted at rest.\n  Keys are rotated by the office.\n"
    )
    (told,) = trace("SECURITY.md", text, 6, tools.NAMES)
    assert not any(each.found for each in told.answers if each.phrase == "practice")


def test_rules_are_measures_in_sections_that_name_no_topic() -> None:
    text = (
        "# Ferry\n\n## Rules for the crew\n\n- Only the harbour office holds the keys of the gate\n"
        "- No ferry leaves without a signed manifest\n- Every change to the timetable is reviewed by a second officer\n"
    )
    assert [line for line, _ in measures_of(text)] == [5, 6, 7]


def test_talk_of_harm_and_reasons_takes_no_measure() -> None:
    assert not measures_of(
        "# Ferry\n\n## Known limitations\n\nAttackers may bypass the gate, because it is not mended.\n"
    )
    assert not measures_of("# Ferry\n\n## Background\n\nWhile it could be a risk, the ferry means more work for you.\n")
    assert not measures_of("# Ferry\n\n## Standards\n\n- OWASP Top 10 compliance\n")


def test_what_is_still_to_come_is_no_measure() -> None:
    text = "# Ferry\n\n## Security measures\n\n- Sessions end after an hour\n- Sandboxing is not implemented yet\n"
    assert [line for line, _ in measures_of(f"{text}- Audit logs: none yet\n")] == [5]


def test_every_trait_that_has_points_can_be_had() -> None:
    """A trait that was renamed would count nothing, silently."""
    texts = [each["text"] for path in sorted(SAYS.glob("*.toml")) for each in tomllib.loads(path.read_text())["says"]]
    texts += [
        text
        for phrase in PHRASES
        for each in phrase.examples
        for text in (each.text, each.negated, each.advice, each.past, each.code)
    ]
    texts.append(MEASURES + "- **Evidence**: the tests\n- **Control**: data is encrypted\n")
    known: set[str] = set()
    for text in texts:
        _, said = prepared("SECURITY.md", text, tools.NAMES, Saying)
        for saying in said:
            list(hear(saying))
            known.update(disclosure_step.signs(saying), practice.signs(saying))
    shapes = {re.split("[:=]", each)[0] for each in known}
    kinds = {each.__name__ for each in Commitment.__subclasses__()}
    for kind in ("disclosure_step", "practice"):
        for trait in points(kind).points:
            shape, _, value = trait.partition("=" if "=" in trait else ":")
            assert shape in shapes, trait
            assert "=" not in trait or hasattr(Role, value), trait
            assert shape != "says" or not value or value in kinds, trait

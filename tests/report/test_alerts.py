from __future__ import annotations

import msgspec

from results import DOCUMENT, acknowledged, fact, judged, loose, pin, result, supported, tool_runs, whole
from troth.report.alerts import Alert, alerts, beside, fingerprints
from troth.terms.commitment import Tool
from troth.terms.result import Judged, Result
from troth.terms.span import Span
from troth.terms.verdict import Finding, Standing

BAD = (Standing.BROKEN, Standing.AT_RISK)


def lower(span: Span, lines: int) -> Span:
    return msgspec.structs.replace(span, line=None if span.line is None else span.line + lines)


def moved(given: Result, lines: int) -> Result:
    """The same with ``lines`` lines inserted above everything."""
    found = []
    for one in given.judged:
        promise = one.verdict.commitment
        promise = msgspec.structs.replace(promise, span=lower(promise.span, lines))
        because = tuple(msgspec.structs.replace(each, span=lower(each.span, lines)) for each in one.verdict.because)
        verdict = msgspec.structs.replace(one.verdict, commitment=promise, because=because)
        found.append(msgspec.structs.replace(one, verdict=verdict))
    return msgspec.structs.replace(given, judged=tuple(found))


def saying(words: str, name: str = "pin-critical") -> Judged:
    one = loose(2, name=name)
    commitment = msgspec.structs.replace(one.verdict.commitment, span=Span(DOCUMENT, 9, words))
    return msgspec.structs.replace(one, verdict=msgspec.structs.replace(one.verdict, commitment=commitment))


def prints(given: Result) -> list[str]:
    return [each.fingerprint for each in alerts(given, BAD)]


def test_an_alert_sits_on_the_line_that_breaks_the_promise() -> None:
    (alert,) = alerts(result(loose(3)), BAD)
    assert (alert.span.path, alert.span.line) == ("services/s0/requirements.txt", 4)
    assert [(span.path, span.line) for span, _ in alert.related] == [
        (DOCUMENT, 9), ("services/s1/requirements.txt", 4), ("services/s2/requirements.txt", 4),
    ]  # fmt: skip


def test_what_is_missing_sits_on_the_sentence() -> None:
    absent = judged(
        Tool(span=Span(DOCUMENT, 12, "bandit runs in CI."), name="bandit"),
        Standing.BROKEN,
        "none runs it",
        fact("deploy/scan.yml", 10, "near miss", weakness=True),
        fact(".github/workflows/ci.yml", None, "read, and it is not there", weakness=True),
    )
    (alert,) = alerts(result(absent), BAD)
    assert str(alert.span) == f"{DOCUMENT}:12"
    assert ("deploy/scan.yml", 10) in [(span.path, span.line) for span, _ in alert.related]


def test_a_sentence_from_elsewhere_is_no_place_of_the_tree() -> None:
    commitment = Tool(span=Span("../.github/SECURITY.md", 3, "bandit runs."), name="bandit")
    one = judged(commitment, Standing.BROKEN, "none runs it", fact("ci.yml", None, "not there", weakness=True))
    (alert,) = alerts(result(one), BAD)
    assert str(alert.span) == "ci.yml"
    assert alert.related == ()


def test_one_cause_is_one_alert() -> None:
    (alert,) = alerts(result(loose(2, 9, "one"), loose(2, 87, "two")), BAD)
    assert [one.id for one in alert.same] == ["one", "two"]


def test_two_alerts_of_a_rule_sit_on_two_lines() -> None:
    other = judged(pin(20), Standing.BROKEN, "3 more", fact("services/s0/requirements.txt", 4, "x", weakness=True))
    first, second = alerts(result(loose(1), other), BAD)
    assert str(first.span) == "services/s0/requirements.txt:4"
    assert str(second.span) == f"{DOCUMENT}:20"


def test_worst_first_and_what_stands_well_not_at_all() -> None:
    found = alerts(result(tool_runs(), supported(), loose(1), acknowledged()), BAD)
    assert [each.standing for each in found] == [Standing.BROKEN, Standing.AT_RISK]


def test_what_the_baseline_accepts_is_left_out_unless_asked_for() -> None:
    accepted = msgspec.structs.replace(loose(1), accepted=True)
    assert alerts(result(accepted), BAD) == []
    (alert,) = alerts(result(accepted), BAD, accepted=True)
    assert alert.accepted
    apart = alerts(result(accepted, loose(1, 30, "other")), BAD, accepted=True)
    assert [each.accepted for each in apart] == [False, True]


def test_fingerprints_survive_lines_that_move() -> None:
    before = result(loose(2), tool_runs(), acknowledged())
    assert prints(moved(before, 100)) == prints(before)
    assert len(set(prints(before))) == 2


def test_fingerprints_survive_marks_and_white_space() -> None:
    plain, marked = (
        saying("Critical packages are pinned with ==."),
        saying("**Critical** packages\n are `pinned`  with ==."),
    )
    assert prints(result(plain)) == prints(result(marked))


def test_another_sentence_is_another_fingerprint() -> None:
    assert prints(result(saying("We pin with ==."))) != prints(result(saying("We pin with ~=.")))


def test_a_mended_line_leaves_the_fingerprint_and_moves_the_alert() -> None:
    before, after = loose(3), loose(3)
    rest = msgspec.structs.replace(after.verdict, because=after.verdict.because[1:], reason="2 of 28 lines looser")
    after = msgspec.structs.replace(after, verdict=rest)
    assert prints(result(before)) == prints(result(after))
    assert alerts(result(before), BAD)[0].span != alerts(result(after), BAD)[0].span


def test_the_same_sentence_twice_has_two_fingerprints() -> None:
    twice = result(saying("We pin.", "a"), saying("We pin.", "b"))
    assert len(set(fingerprints(twice).values())) == 2


def test_findings_have_fingerprints_without_lines() -> None:
    def found(line: int) -> list[Alert]:
        finding = Finding(rule="dead-link", span=Span("README.md", line, "[x](y)"), text=f"leads nowhere (a.md:{line})")
        return beside(result(findings=(finding, finding)))

    assert [each.fingerprint for each in found(3)] == [each.fingerprint for each in found(103)]
    assert len({each.fingerprint for each in found(3)}) == 2
    (one,) = beside(whole())
    assert one.rule == "finding/dead-link"
    assert one.standing is None


def test_findings_that_the_baseline_accepts_are_left_out() -> None:
    known = msgspec.structs.replace(whole().findings[0], accepted=True)
    assert beside(result(findings=(known,))) == []
    assert [each.accepted for each in beside(result(findings=(known,)), accepted=True)] == [True]

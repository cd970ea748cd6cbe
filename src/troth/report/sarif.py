"""A check as SARIF 2.1.0, for code scanning: broken promises are errors, those at risk warnings.

The specification is OASIS, Static Analysis Results Interchange Format 2.1.0 (errata 01); what is cut, and how much, are
the limits of GitHub's code scanning ("SARIF support for code scanning"). The key of the fingerprints is our own: the
action that uploads the file computes GitHub's own, and warns of each that differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from troth import __version__
from troth.formats import json_text
from troth.report import summary
from troth.report.address import uri
from troth.report.alerts import Alert, alerts, beside, in_tree, short
from troth.report.manner import Manner
from troth.report.paint import WORDS
from troth.report.plain import plain
from troth.terms.result import Result
from troth.terms.span import Span
from troth.terms.verdict import CONTRADICTIONS, Standing

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "trothPromise/v1"
MOST_RESULTS = 25_000
"""Results of a run that GitHub takes; it shows the first 5,000."""
MOST_RELATED = 100
"""Locations of a result that GitHub keeps."""
MOST_TOLD = 5
"""Related places that the message links to."""
MOST_TAGS = 20
LONGEST_DESCRIPTION = 1024
"""Characters of a description of a rule."""
LONGEST_HELP = 8_000
_LEVELS = {Standing.BROKEN: "error", Standing.AT_RISK: "warning", Standing.UNPROVEN: "note"}


def render(result: Result, _seconds: float, manner: Manner) -> str:
    """One run: its rules, its results, and what was not seen."""
    found, left_out = _chosen(result, manner)
    rules = {each.rule: each for each in reversed(found)}
    order = {name: number for number, name in enumerate(sorted(rules))}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "Troth",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rules[name], manner) for name in order],
            }
        },
        "automationDetails": {"id": category(manner)},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notes(result, left_out)}],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The top of the checkout."}}},
        "artifacts": [{"location": _artifact(each.document, manner), "roles": ["analysisTarget"]}
                      for each in result.readings if in_tree(Span(each.document))],
        "results": [_result(each, order[each.rule], manner) for each in found],
        "properties": _properties(result),
    }  # fmt: skip
    if manner.repository and result.commit:
        run["versionControlProvenance"] = [
            {
                "repositoryUri": manner.repository,
                "revisionId": plain(result.commit),
                "mappedTo": {"uriBaseId": "%SRCROOT%"},
            }
        ]
    return json_text.printed({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}).decode()


def category(manner: Manner) -> str:
    """What the run is about (§3.17.2), the same each time: two policies of one repository do not clear each other's."""
    named = [uri(policy, Manner()) for policy in manner.policies]
    return "/".join(["troth", *([uri(manner.prefix, Manner())] if manner.prefix else []), *named]) + "/"


def _chosen(result: Result, manner: Manner) -> tuple[list[Alert], int]:
    """The alerts that fit, and how many do not; what is unproven or accepted only with ``-v``."""
    standings = (Standing.BROKEN, Standing.AT_RISK, *((Standing.UNPROVEN,) if manner.verbose else ()))
    found = [*alerts(result, standings, accepted=manner.verbose), *beside(result, accepted=manner.verbose)]
    return found[:MOST_RESULTS], max(0, len(found) - MOST_RESULTS)


# ---- rules


def _rule(alert: Alert, manner: Manner) -> dict[str, Any]:
    kind, _, name = alert.rule.partition("/")
    page = manner.page(alert.same[0].verdict.control) if alert.same else {}
    promised = " ".join(page.get("What is promised", "").split())
    if kind == "finding":
        about = f"Beside the promises: {name.replace('-', ' ')}."
    else:
        about = promised or f"A promise of this kind: {name.replace('-', ' ')}."
    tags = ["security-policy", kind, *dict.fromkeys(one.verdict.commitment.kind for one in alert.same[:1])]
    return {
        "id": alert.rule,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "shortDescription": {"text": short(about, LONGEST_DESCRIPTION)},
        "fullDescription": {"text": short(" ".join([about, *page.get("Why it matters", "").split()]), 1000)},
        "help": _help(page, about),
        "defaultConfiguration": {"level": "warning" if kind == "promise" else _level(alert)},
        "properties": {"tags": tags[:MOST_TAGS]},
    }


def _help(page: Mapping[str, str], about: str) -> dict[str, str]:
    """The page of the control, as text and as Markdown."""
    if not page:
        return {"text": about, "markdown": about}
    text = "\n\n".join(f"{title}\n{words}" for title, words in page.items())
    markdown = "\n\n".join(f"## {title}\n\n{words}" for title, words in page.items())
    return {"text": text[:LONGEST_HELP], "markdown": markdown[:LONGEST_HELP]}


# ---- results


def _result(alert: Alert, rule: int, manner: Manner) -> dict[str, Any]:
    related = alert.related[:MOST_RELATED]
    said: dict[str, Any] = {
        "ruleId": alert.rule,
        "ruleIndex": rule,
        "level": _level(alert),
        "message": {"text": _message(alert, related)},
        "locations": [_location(alert.span, manner)],
        "partialFingerprints": {FINGERPRINT: alert.fingerprint},
    }
    if related:
        said["relatedLocations"] = [
            {"id": number, **_location(span, manner), "message": {"text": words}}
            for number, (span, words) in enumerate(related, 1)
        ]
    if alert.accepted:
        said["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": "The baseline of the project holds it."}
        ]
        said["baselineState"] = "unchanged"
    if alert.same:
        said["properties"] = {
            "promises": [short(one.id) for one in alert.same[:MOST_RELATED]],
            "standing": alert.same[0].verdict.standing.value,
        }
    return said


def _level(alert: Alert) -> str:
    if alert.standing is not None:
        return _LEVELS[alert.standing]
    return "warning" if alert.rule.removeprefix("finding/") in CONTRADICTIONS else "note"


def _message(alert: Alert, related: Sequence[tuple[Span, str]]) -> str:
    """The first sentence is what a list of alerts shows; then the policy's words, the places, and what mends it."""
    parts = [_ended(_unlinked(alert.said))]
    if len(alert.same) > 1:
        more = len(alert.same) - 1
        parts.append(f"The same holds for {more} more promise{'' if more == 1 else 's'}.")
    if alert.sentence:
        parts.append(f"The policy says: “{_unlinked(alert.sentence)}”")
    if related:
        told = [f"[{_label(span)}]({number})" for number, (span, _) in enumerate(related[:MOST_TOLD], 1)]
        more = len(alert.related) - len(told)
        parts.append(f"See {summary.listed([*told, *([f'{more} more'] if more else [])])}.")
    if alert.next:
        parts.append(_ended(_unlinked(short(alert.next.text))))
        parts += [_unlinked(short(alert.next.command))] if alert.next.command else []
    return " ".join(parts)


def _unlinked(text: str) -> str:
    """``text`` without anything that reads as an embedded link (§3.11.6)."""
    return text.replace("](", "] (")


def _label(span: Span) -> str:
    """A place as the words of a link: brackets would end it."""
    return short(str(span), 120).replace("[", "(").replace("]", ")")


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _location(span: Span, manner: Manner) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(span.path, manner)}
    region: dict[str, Any] = {"startLine": max(span.line or 1, 1)}
    if span.line and span.end_line and span.end_line > span.line:
        region["endLine"] = span.end_line
    if span.line and span.text:
        region["snippet"] = {"text": short(span.text)}
    return {"physicalLocation": physical | {"region": region}}


def _artifact(path: str, manner: Manner) -> dict[str, str]:
    return {"uri": uri(path, manner), "uriBaseId": "%SRCROOT%"}


# ---- the run


def _notes(result: Result, left_out: int) -> list[dict[str, Any]]:
    """What was not seen, and what did not fit."""
    notes = [_note("note", f"Not seen: {short(seen.text)}") for seen in result.not_seen]
    if left_out:
        notes.append(_note("warning", f"{left_out:,} more results than the {MOST_RESULTS:,} that are taken"))
    return notes


def _note(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": text}}


def _properties(result: Result) -> dict[str, Any]:
    counts = {WORDS[standing].replace(" ", "_"): number for standing, number in result.counts().items()}
    return {
        "checked": {
            "root": short(result.root),
            "commit": plain(result.commit),
            "at": result.at.isoformat(),
            "documents": [short(reading.document) for reading in result.readings],
        },
        "counts": {
            **counts,
            "accepted": _accepted(result),
            "findings": len(result.findings),
            "unread": sum(len(reading.unread) for reading in result.readings),
        },
        "summary": summary.standings(result),
    }


def _accepted(result: Result) -> int:
    return sum(judged.accepted for judged in result.judged)

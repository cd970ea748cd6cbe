"""What schemas let through: ids given twice, relations that lead nowhere, purls and licences that are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from troth.bills.schemas import listed_licences
from troth.formats import licence
from troth.terms.bill import Bill, BillComponent, Complaint

SHOWN = 5
"""Examples that are told of one complaint."""
_ELSEWHERE = re.compile(r"DocumentRef-|urn:cdx:|https?://|urn:", re.IGNORECASE)
"""Ids that point into other documents (SPDX 11.1; BOM-Link)."""
_NOWHERE = frozenset({"", "NONE", "NOASSERTION", "SPDXRef-DOCUMENT"})


def complaints(bill: Bill) -> tuple[Complaint, ...]:
    """Everything wrong with ``bill`` that its schema does not tell."""
    everything = (*((bill.root,) if bill.root else ()), *bill.components)
    found = (
        _empty(bill),
        _twice(bill),
        _dangling(bill),
        _nameless_roots(bill),
        _each("purl", "package URL that cannot be read", everything, _bad_purls),
        _each("licence", "licence that is no SPDX expression", everything, _licences_of(bill)),
        _each("same-component", "component listed more than once", bill.components, _repeated()),
        _skipped(bill),
    )
    return tuple(one for one in found if one is not None)


def _empty(bill: Bill) -> Complaint | None:
    if not bill.components:
        return Complaint(rule="empty", text="it lists no component at all")
    if all(one.ref and one.ref in bill.roots for one in bill.components):
        return Complaint(rule="empty", text="it lists nothing but what it is about")
    return None


def _twice(bill: Bill) -> Complaint | None:
    counts = Counter(ref for ref in bill.refs if ref)
    twice = [ref for ref, count in counts.items() if count > 1]
    word = "SPDXID" if bill.form == "SPDX" else "bom-ref"
    text = f"{word} given to more than one element, so relations to it can mean either"
    return _told("duplicate-id", text, [f"{ref} ({counts[ref]} times)" for ref in twice])


def _dangling(bill: Bill) -> Complaint | None:
    known = {*bill.refs, *_NOWHERE}
    told = [
        f"{one.place}: {end}"
        for one in bill.relations
        for end in (one.source, one.target)
        if end not in known and not (_ELSEWHERE.match(end) and not end.startswith("SPDXRef-"))
    ]
    return _told("dangling", "relation to an id that nothing in the document has", told)


def _nameless_roots(bill: Bill) -> Complaint | None:
    lost = [ref for ref in bill.roots if ref not in set(bill.refs) and not _ELSEWHERE.match(ref)]
    return _told("dangling-root", "what the bill says it describes is not in it", lost)


def _skipped(bill: Bill) -> Complaint | None:
    return _told("type", "value of a type that the format does not know here", bill.skipped)


def _each(
    rule: str, text: str, components: Iterable[BillComponent], wrong: Callable[[BillComponent], Iterable[str]]
) -> Complaint | None:
    return _told(rule, text, [f"{one.label}: {what}" for one in components for what in wrong(one)])


def _bad_purls(component: BillComponent) -> Iterator[str]:
    from packageurl import PackageURL  # noqa: PLC0415 - 30 ms, and only this command needs it

    for purl in component.purls:
        try:
            PackageURL.from_string(purl)
        except ValueError:
            yield purl[:120]


def _licences_of(bill: Bill) -> Callable[[BillComponent], Iterator[str]]:
    newer = listed_licences()

    def wrong(component: BillComponent) -> Iterator[str]:
        for text in component.licences:
            try:
                reading = licence.read(text, old=False)
            except licence.LicenceError as error:
                yield f"{text[:80]!r} ({error})"
                continue
            unknown = [one for one in reading.unknown if one.lower() not in newer]
            lost = [
                each.id
                for each in licence.licences(reading.expression)
                if bill.form == "SPDX" and bill.version.startswith("2") and each.id.startswith("LicenseRef-")
                and each.id not in bill.extracted
            ]  # fmt: skip
            if unknown or lost:
                yield f"{text[:80]!r} ({', '.join((*unknown, *lost))} is on no list)"

    return wrong


def _repeated() -> Callable[[BillComponent], Iterator[str]]:
    seen: Counter[tuple[str, str, tuple[str, ...]]] = Counter()

    def wrong(component: BillComponent) -> Iterator[str]:
        key = (component.name, component.version, component.purls)
        seen[key] += 1
        if component.purls and seen[key] == 2:
            yield component.purls[0][:120]

    return wrong


def _told(rule: str, text: str, places: Iterable[str]) -> Complaint | None:
    found = list(places)
    if not found:
        return None
    return Complaint(rule=rule, text=text, count=len(found), examples=tuple(one[:200] for one in found[:SHOWN]))

"""The check of a bill of materials as text: the file first, then schema, faults, minimum fields, lockfiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from troth.report.paint import MARKS, Paint
from troth.report.plain import plain, wrap
from troth.terms.bill import BillReport, Comparison, Complaint, Field, Minimum
from troth.terms.verdict import Standing

SHOWN = 10
"""Missing components that are listed without ``-v``."""
_HANG = "      "


def render(report: BillReport, columns: int, paint: Paint, *, verbose: bool = False) -> str:
    """Everything about one bill, ending in an empty line."""
    writer = _Writer(columns, paint, verbose=verbose)
    return "\n".join(writer.lines(report)) + "\n\n"


class _Writer:
    def __init__(self, columns: int, paint: Paint, *, verbose: bool) -> None:
        self.columns, self.paint, self.verbose = columns, paint, verbose

    def lines(self, report: BillReport) -> Iterator[str]:
        bill = report.bill
        standing = Standing.KEPT if report.sound else Standing.BROKEN
        word = "in order" if report.sound else "not in order"
        yield f"{self.paint.strong(plain(report.file))}   {self.paint.standing(f'{MARKS[standing]} {word}', standing)}"
        by = f" by {', '.join(bill.tools)}" if bill.tools else ""
        made = f", made {bill.created}{by}" if bill.created or by else ""
        yield from self.folded(f"{bill.title}, {_number(len(bill.components), 'component')}{made}.", "  ")
        yield ""
        yield from self.schema(report)
        yield from self.faults(report)
        for minimum in report.minimums:
            yield from self.minimum(minimum)
        yield from self.lockfiles(report)

    def schema(self, report: BillReport) -> Iterator[str]:
        schema = report.schema
        if schema.valid is None:
            yield from self.head("Schema", Standing.UNPROVEN, f"not asked: {schema.reason}.")
            if schema.install:
                yield f"{_HANG}{schema.install}"
        elif schema.valid:
            yield from self.head("Schema", Standing.KEPT, f"valid by the official schema of {schema.name}.")
        else:
            total = sum(one.count for one in schema.complaints)
            yield from self.head(
                "Schema", Standing.BROKEN, f"{_number(total, 'error')} by the schema of {schema.name}:"
            )
            yield from self.complaints(schema.complaints)

    def faults(self, report: BillReport) -> Iterator[str]:
        if not report.complaints:
            words = "ids are unique, relations lead somewhere, package URLs and licences can be read."
            yield from self.head("Content", Standing.KEPT, words)
            return
        yield from self.head("Content", Standing.BROKEN, "what no schema tells:")
        yield from self.complaints(report.complaints)

    def complaints(self, complaints: Iterable[Complaint]) -> Iterator[str]:
        for one in complaints:
            times = f"{one.count} × " if one.count > 1 else ""
            yield from self.folded(f"{times}{one.text}{_examples(one.examples, one.count)}", _HANG)

    def minimum(self, minimum: Minimum) -> Iterator[str]:
        lacking = minimum.lacking
        if not lacking:
            words = f"all {len(minimum.fields)} minimum fields are there."
            yield from self.head(minimum.name, Standing.KEPT, words)
            return
        words = f"{len(lacking)} of {len(minimum.fields)} minimum fields are missing ({minimum.source}):"
        yield from self.head(minimum.name, Standing.BROKEN, words)
        for field in lacking:
            yield from self.folded(_lacking(field), _HANG)

    def lockfiles(self, report: BillReport) -> Iterator[str]:
        if not report.compared:
            yield from self.head("Lockfiles", Standing.NOTED, "not compared.")
            return
        if not report.comparisons:
            yield from self.head(
                "Lockfiles", Standing.UNPROVEN, "none to compare with; --against PATH names a checkout."
            )
        about = [one for one in report.comparisons if one.counts]
        for one in about:
            yield from self.lockfile(one)
        for one in report.comparisons:
            if not one.counts:
                words = f"{_number(one.locked, 'component')} of {one.ecosystem}, set aside: {one.note}."
                yield from self.head(one.file, Standing.NOTED, words)
        if report.own:
            words = f"{_number(report.own, 'component')} of the bill are the project itself."
            yield from self.head("Own", Standing.NOTED, words)
        if report.extra and report.comparisons:
            words = f"{_number(len(report.extra), 'component')} of the bill stand in no lockfile"
            yield from self.head("Extra", Standing.NOTED, f"{words}{self.some(report.extra)}")
        for reason in report.unseen:
            yield from self.head("Not seen", Standing.UNPROVEN, reason)

    def lockfile(self, one: Comparison) -> Iterator[str]:
        wrong = one.missing or one.differing
        standing = Standing.BROKEN if wrong else Standing.KEPT
        words = f"{one.found} of {one.locked} components of {one.ecosystem} are in the bill."
        if one.set_aside:
            words += f" {one.set_aside} are for development or tests, and need not be."
        yield from self.head(one.file, standing, words)
        for title, given in (("of another version", one.differing), ("missing", one.missing)):
            if given:
                yield f"{_HANG}{len(given)} {title}:"
                shown = given if self.verbose else given[:SHOWN]
                for each in shown:
                    yield from self.folded(each, f"{_HANG}  ")
                if len(given) > len(shown):
                    yield f"{_HANG}  and {len(given) - len(shown)} more (-v lists them)"
        if one.note:
            yield from self.folded(f"{one.note}.", _HANG)

    def head(self, title: str, standing: Standing, words: str) -> Iterator[str]:
        mark = self.paint.standing(MARKS[standing], standing)
        first, *rest = wrap(plain(f"{title}: {words}"), max(20, self.columns - 4)) or [""]
        yield f"  {mark} {first}"
        for line in rest:
            yield f"    {line}"

    def folded(self, text: str, indent: str) -> Iterator[str]:
        first, *rest = wrap(plain(text), max(20, self.columns - len(indent))) or [""]
        yield f"{indent}{first}"
        for line in rest:
            yield f"{indent}  {line}"

    def some(self, names: tuple[str, ...]) -> str:
        shown = names if self.verbose else names[:3]
        more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
        return f": {', '.join(shown)}{more}."


def _lacking(field: Field) -> str:
    note = f": {field.note}" if field.note else ""
    if field.asked == 1 and not field.examples:
        return f"{field.name}{note}"
    every = "all" if field.missing == field.asked else str(field.missing)
    own = f", {field.note}" if field.note else ""
    return f"{field.name}: {every} of {field.asked} components{own}{_examples(field.examples, field.missing)}"


def _examples(examples: tuple[str, ...], count: int) -> str:
    if not examples:
        return ""
    return f" ({'; '.join(examples)}{', …' if count > len(examples) else ''})"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"

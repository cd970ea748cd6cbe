"""The check of bills of materials as JSON (schema 1): stable names, every figure of the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from troth.formats import json_text
from troth.terms.bill import BillReport, Complaint

SCHEMA = 1


def encode(reports: Iterable[BillReport]) -> bytes:
    """The reports, one object per bill, indented, with a line end."""
    told = {"schema": SCHEMA, "bills": [_told(one) for one in reports]}
    return json_text.printed(told)


def _told(report: BillReport) -> dict[str, Any]:
    bill, schema = report.bill, report.schema
    return {
        "file": report.file,
        "sound": report.sound,
        "form": bill.form,
        "version": bill.version,
        "encoding": bill.encoding,
        "name": bill.name,
        "created": bill.created,
        "authors": bill.authors,
        "tools": bill.tools,
        "components": len(bill.components),
        "relations": len(bill.relations),
        "schema": {
            "name": schema.name,
            "valid": schema.valid,
            "reason": schema.reason,
            "complaints": [_complaint(one) for one in schema.complaints],
        },
        "complaints": [_complaint(one) for one in report.complaints],
        "minimums": [
            {
                "name": one.name,
                "source": one.source,
                "fields": [
                    {
                        "name": field.name,
                        "missing": field.missing,
                        "asked": field.asked,
                        "examples": field.examples,
                        "note": field.note,
                    }
                    for field in one.fields
                ],
            }
            for one in report.minimums
        ],
        "compared": report.compared,
        "lockfiles": [
            {
                "file": one.file,
                "ecosystem": one.ecosystem,
                "locked": one.locked,
                "found": one.found,
                "missing": one.missing,
                "differing": one.differing,
                "set_aside": one.set_aside,
                "counts": one.counts,
                "note": one.note,
            }
            for one in report.comparisons
        ],
        "extra": report.extra,
        "own": report.own,
        "unseen": report.unseen,
    }


def _complaint(one: Complaint) -> dict[str, Any]:
    return {"rule": one.rule, "text": one.text, "count": one.count, "examples": one.examples}

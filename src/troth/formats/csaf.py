"""Advisories of one's own as CSAF 2.0, in the profiles "security advisory" and "VEX", and VEX documents.

https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html: schema, profiles (§4.4, §4.5) and all mandatory tests
(§6.1) hold for what is written here. CSAF 2.0 knows CVSS up to 3.1: a vector of 4.0 is told in a note, never dropped.
What a document cannot be made of is refused (``UnwritableError``), in sentences for the person who edits it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from troth.formats import cvss_objects, rfc3339
from troth.formats.csaf_products import Tree
from troth.formats.json_text import printed, sorted_keys
from troth.formats.markdown_prose import plain
from troth.formats.weaknesses import name_of
from troth.terms.own_advisory import OwnAdvisory, Publisher, Revision, UnwritableError
from troth.terms.vex import Statement, VexDocument, lacking

Profile = Literal["csaf_security_advisory", "csaf_vex"]
_NAME = re.compile(r"[^+\-a-z0-9]+")


def file_name(tracking_id: str) -> str:
    """The name of the file of a document (§5.1): "GHSA-2222-3333-4444" → "ghsa-2222-3333-4444.json"."""
    return _NAME.sub("_", tracking_id.lower()) + ".json"


def security_advisory(advisory: OwnAdvisory) -> bytes:
    """The document of the profile "security advisory" (§4.4).

    Raises:
        UnwritableError: the record lacks what the profile demands.
    """
    return _document(advisory, "csaf_security_advisory")


def vex(advisory: OwnAdvisory) -> bytes:
    """The same content in the profile "VEX" (§4.5): products and whether they are affected.

    Raises:
        UnwritableError: the record lacks what the profile demands.
    """
    return _document(advisory, "csaf_vex")


def _document(advisory: OwnAdvisory, profile: Profile) -> bytes:
    lacks = tuple(_lacking(advisory, profile))
    if lacks:
        raise UnwritableError(lacks)
    tree = Tree(advisory.publisher.name)
    for product in advisory.products:
        tree.add(product)
    weakness = _weakness(advisory, tree)
    weaknesses = [{"cve": cve} | weakness for cve in advisory.cves] or [weakness]
    return _printed(_about(advisory, profile), tree, weaknesses)


def _lacking(advisory: OwnAdvisory, profile: Profile) -> Iterable[str]:
    if not advisory.title.strip():
        yield "CSAF needs a title: give the advisory one."
    if not advisory.id.strip():
        yield "CSAF needs an id: give the advisory one."
    if not (advisory.summary.strip() or advisory.details.strip()):
        yield "CSAF needs words about the weakness: write the summary."
    if not advisory.products:
        yield "CSAF needs a product: say which product is affected, and in which versions."
    elif profile == "csaf_security_advisory" and all(p.status == "under_investigation" for p in advisory.products):
        yield "A security advisory says of one product at least whether it is affected: decide that first."
    if not advisory.publisher.name.strip() or not re.match(r"https?://[^/\s]+", advisory.publisher.namespace):
        yield "CSAF needs the publisher's name and an address of the web that is its own: set both."
    if advisory.state != "draft" and not advisory.revisions:
        yield "A published CSAF document needs its revisions: publish the advisory, which writes the first."
    for product in advisory.products:
        if profile == "csaf_vex" and product.status == "not_affected" and not (product.justification or product.impact):
            yield f"VEX needs to know why {product.name} is not affected: choose a reason or write one."


def _about(advisory: OwnAdvisory, profile: Profile) -> dict[str, Any]:
    said: dict[str, Any] = {
        "category": profile,
        "csaf_version": "2.0",
        "distribution": {"tlp": {"label": advisory.tlp, "url": "https://www.first.org/tlp/"}},
        "lang": advisory.language,
        "notes": _notes(advisory),
        "publisher": publisher(advisory.publisher),
        "title": _title(advisory),
        "tracking": _tracking(advisory, profile),
    }
    thanks = _thanks(advisory)
    if thanks:
        said["acknowledgments"] = thanks
    references = _references(advisory, profile)
    if references:
        said["references"] = references
    band = cvss_objects.band(advisory.severity)
    if band != "unknown":
        said["aggregate_severity"] = {"text": band.value.capitalize()}
    return said


def _title(advisory: OwnAdvisory) -> str:
    """CSAF 2.0 has no state for what was taken back."""
    return f"Withdrawn: {advisory.title}" if advisory.state == "withdrawn" else advisory.title


def publisher(said: Publisher) -> dict[str, Any]:
    """``document.publisher``."""
    words = {"category": said.kind, "name": said.name, "namespace": said.namespace}
    if said.contact:
        words["contact_details"] = said.contact
    if said.authority:
        words["issuing_authority"] = said.authority
    return words


def _notes(advisory: OwnAdvisory) -> list[dict[str, str]]:
    notes = [("summary", "Summary", advisory.summary or plain(advisory.details))]
    if advisory.state == "withdrawn":
        reason = advisory.withdrawn_reason or "It was withdrawn by its publisher."
        notes.insert(0, ("general", "Withdrawn", reason))
    notes += [("other", f"Timeline: {rfc3339.spelled(each.at)}", each.words) for each in advisory.timeline]
    if advisory.related:
        notes.append(("other", "Related weaknesses", ", ".join(advisory.related)))
    return [_note(*each) for each in notes if each[2].strip()]


def _note(category: str, title: str, text: str) -> dict[str, str]:
    return {"category": category, "text": text, "title": title}


def _tracking(advisory: OwnAdvisory, profile: Profile) -> dict[str, Any]:
    others = [name for name in advisory.names if name != advisory.id]
    suffix = "-vex" if profile == "csaf_vex" else ""
    return tracking(
        advisory.id + suffix,
        advisory.revisions,
        first=advisory.published or advisory.modified,
        now=advisory.modified,
        draft=advisory.state == "draft",
        aliases=others if not suffix else [advisory.id, *others],
    )


def tracking(
    name: str,
    revisions: tuple[Revision, ...],
    *,
    first: datetime,
    now: datetime,
    draft: bool = False,
    aliases: Iterable[str] = (),
) -> dict[str, Any]:
    """``document.tracking``: versions are whole numbers, of which a draft that nobody saw has 0 (§3.1.11)."""
    history = [
        {
            "date": rfc3339.spelled(each.at),
            "number": str(each.number),
            "summary": each.words or f"Revision {each.number}.",
        }
        for each in revisions
    ] or [{"date": rfc3339.spelled(now), "number": "0" if draft else "1", "summary": "Draft." if draft else "First."}]
    said: dict[str, Any] = {
        "current_release_date": history[-1]["date"],
        "generator": {"engine": {"name": "Troth"}},
        "id": name,
        "initial_release_date": min(rfc3339.spelled(first), history[-1]["date"]),
        "revision_history": history,
        "status": "draft" if draft else "final",
        "version": history[-1]["number"],
    }
    named = list(dict.fromkeys(aliases))
    return said | ({"aliases": named} if named else {})


def _thanks(advisory: OwnAdvisory) -> list[dict[str, Any]]:
    """Each with what the person did, for CSAF has no kinds of credit."""
    return [
        {"names": [credit.name], "summary": credit.kind.replace("_", " ").capitalize()}
        | ({"urls": list(credit.links)} if credit.links else {})
        for credit in advisory.credits
    ]


def _references(advisory: OwnAdvisory, profile: Profile) -> list[dict[str, str]]:
    found = []
    if advisory.base:
        name = file_name(advisory.id + ("-vex" if profile == "csaf_vex" else ""))
        found.append({"category": "self", "summary": "This document", "url": f"{advisory.base}/{name}"})
    if advisory.page:
        found.append({"category": "self", "summary": "The advisory as a page", "url": advisory.page})
    for reference in advisory.references:
        summary = reference.title or f"Reference ({reference.kind})"
        found.append({"category": "external", "summary": summary, "url": reference.url})
    return found


def _weakness(advisory: OwnAdvisory, tree: Tree) -> dict[str, Any]:
    said: dict[str, Any] = {
        "notes": _weakness_notes(advisory),
        "product_status": tree.statuses(),
        "title": advisory.title,
    }
    systems = [name for name in advisory.names if not name.startswith("CVE-")]
    if systems:
        said["ids"] = [{"system_name": _system(name, advisory.publisher), "text": name} for name in systems]
    cwe = next((each for each in advisory.cwes if name_of(each)), "")
    if cwe:
        said["cwe"] = {"id": cwe, "name": name_of(cwe)}
    if advisory.discovered:
        said["discovery_date"] = rfc3339.spelled(advisory.discovered)
    if advisory.published:
        said["release_date"] = rfc3339.spelled(advisory.published)
    scores = _scores(advisory, tree.scored())
    if scores:
        said["scores"] = scores
    return said | _advice(advisory, tree)


def _system(name: str, by: Publisher) -> str:
    """Whose name it is."""
    if name.startswith("GHSA-"):
        return "GitHub Security Advisories"
    prefix = name.partition("-")[0]
    return f"{by.name} advisories" if name.startswith("x_") or prefix == name else prefix


def _weakness_notes(advisory: OwnAdvisory) -> list[dict[str, str]]:
    notes = [("description", "Description", plain(advisory.details) or advisory.summary)]
    if advisory.impact.strip():
        notes.append(("details", "Impact", plain(advisory.impact)))
    scored = cvss_objects.of_version(advisory.severity, "4.0")
    if scored:
        vector, found = scored
        notes.append(("other", "CVSS 4.0", f"{vector.score} (base score {found.score})"))
    further = [each for each in advisory.cwes if not name_of(each)]
    named = [each for each in advisory.cwes if name_of(each)][1:]
    if named or further:
        told = [*(f"{each} {name_of(each)}" for each in named), *further]
        notes.append(("other", "Further weaknesses (CWE)", "\n".join(told)))
    notes += _product_notes(advisory)
    return [_note(*each) for each in notes if each[2].strip()]


def _product_notes(advisory: OwnAdvisory) -> list[tuple[str, str, str]]:
    found = []
    for product in advisory.products:
        if product.functions:
            found.append(("other", f"Affected functions of {product.name}", "\n".join(product.functions)))
        if product.platforms:
            found.append(("other", f"Affected platforms of {product.name}", "\n".join(product.platforms)))
        commits = [f"{line.repo}: {_events(line.events)}" for line in product.ranges if line.type == "GIT"]
        if commits:
            found.append(("other", f"Affected commits of {product.name}", "\n".join(commits)))
        if product.repository:
            found.append(("other", f"Source of {product.name}", product.repository))
    return found


def _events(events: Iterable[Any]) -> str:
    return ", ".join(f"{event.kind.replace('_', ' ')} {event.version}" for event in events)


def _scores(advisory: OwnAdvisory, products: list[str]) -> list[dict[str, Any]]:
    """One of CVSS 3 and one of CVSS 2, for every product that is affected or fixed (tests 6.1.7, 6.1.8)."""
    found = {
        name: cvss_objects.spelled(*scored)
        for name, versions in (("cvss_v2", ("2.0",)), ("cvss_v3", ("3.0", "3.1")))
        if (scored := cvss_objects.of_version(advisory.severity, *versions))
    }
    return [found | {"products": products}] if found and products else []


def _advice(advisory: OwnAdvisory, tree: Tree) -> dict[str, Any]:
    said: dict[str, Any] = {}
    affected = tree.ids["known_affected"]
    advice = [
        {"category": each.kind, "details": plain(each.words), "product_ids": list(affected)}
        | ({"url": each.url} if each.url else {})
        for each in advisory.remediations
        if affected and each.words.strip()
    ]
    if affected and not advice:  # §4.5: each affected product has one
        fixed = ", ".join(tree.named["fixed"])
        kind, words = ("vendor_fix", f"Update to {fixed}.") if fixed else ("none_available", "There is no fix yet.")
        advice.append({"category": kind, "details": words, "product_ids": list(affected)})
    if looked_at := tree.ids["under_investigation"]:
        words = "Whether this product is affected is being looked at."
        advice.append({"category": "none_available", "details": words, "product_ids": list(looked_at)})
    if advice:
        said["remediations"] = advice
    flags = [{"label": label, "product_ids": ids} for label, ids in tree.flags.items()]
    threats = [{"category": "impact", "details": words, "product_ids": ids} for words, ids in tree.impacts.items()]
    if advisory.exploited.strip():
        threats.append({"category": "exploit_status", "details": plain(advisory.exploited)})
    return said | ({"flags": flags} if flags else {}) | ({"threats": threats} if threats else {})


def vex_document(document: VexDocument) -> bytes:
    """A VEX document of the desk in the profile "VEX".

    Raises:
        UnwritableError: a statement lacks what the profile demands.
    """
    lacks = tuple(lacking(document.statements))
    if lacks:
        raise UnwritableError(lacks)
    tree = Tree(document.publisher.name)
    by_weakness: dict[str, list[Statement]] = {}
    for statement in document.statements:
        by_weakness.setdefault(statement.weakness, []).append(statement)
    weaknesses = [_stated(name, said, tree, document.publisher) for name, said in sorted(by_weakness.items())]
    about = {
        "category": "csaf_vex",
        "csaf_version": "2.0",
        "distribution": {"tlp": {"label": "WHITE", "url": "https://www.first.org/tlp/"}},
        "lang": document.language,
        "publisher": publisher(document.publisher),
        "title": document.title,
        "tracking": tracking(document.id, document.revisions, first=document.at, now=document.modified),
    }
    return _printed(about, tree, weaknesses)


def _printed(about: dict[str, Any], tree: Tree, weaknesses: list[dict[str, Any]]) -> bytes:
    return printed(sorted_keys({"document": about, "product_tree": tree.written(), "vulnerabilities": weaknesses}))


_STATUSES = {
    "not_affected": "known_not_affected",
    "affected": "known_affected",
    "fixed": "fixed",
    "under_investigation": "under_investigation",
}


def _stated(name: str, statements: list[Statement], tree: Tree, by: Publisher) -> dict[str, Any]:
    """One weakness with all that is said of it. Of two statements about one product the later one counts (6.1.6)."""
    last: dict[str, Statement] = {}
    for said in sorted(statements, key=lambda each: each.at):
        for product in said.products:
            for id_ in tree.stated(product):
                last[id_] = said
    status: dict[str, list[str]] = {}
    said_of: dict[str, list[dict[str, Any]]] = {"flags": [], "threats": [], "remediations": []}
    for id_, said in last.items():
        status.setdefault(_STATUSES[said.status], []).append(id_)
        if said.status == "not_affected" and said.justification:
            said_of["flags"].append({"label": said.justification, "product_ids": [id_]})
        if said.status == "not_affected" and said.impact.strip():
            said_of["threats"].append({"category": "impact", "details": said.impact, "product_ids": [id_]})
        if said.status == "affected":
            said_of["remediations"].append({"category": "mitigation", "details": said.action, "product_ids": [id_]})
    first = statements[0]
    words = next((each.description for each in statements if each.description.strip()), f"About {name}.")
    notes = [_note("description", "Description", words)]
    notes += [
        _note("other", "How it was found out", text) for text in dict.fromkeys(s.notes for s in statements) if text
    ]
    names = list(dict.fromkeys((name, *first.aliases)))
    cve = next((each for each in names if each.startswith("CVE-")), "")
    others = [{"system_name": _system(each, by), "text": each} for each in names if not each.startswith("CVE-")]
    return (
        ({"cve": cve} if cve else {})
        | ({"ids": others} if others else {})
        | {"notes": notes, "product_status": status}
        | {key: value for key, value in said_of.items() if value}
    )

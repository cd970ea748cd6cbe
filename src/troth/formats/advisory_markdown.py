"""An advisory of one's own as Markdown: the page for people, and the note that goes into the release.

The note is what "Release notes" of a policy promises: short, with the names, so that whoever reads a changelog (and
``troth check``) finds the advisory in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from troth.formats import cvss_objects
from troth.terms.own_advisory import OwnAdvisory, Product
from troth.terms.severity import Rating
from troth.terms.stretches import stretches

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")
_STATUS = {"affected": "affected", "not_affected": "not affected", "under_investigation": "being looked at"}
_ADVICE = {
    "vendor_fix": "Fix", "workaround": "Workaround", "mitigation": "Mitigation", "none_available": "No fix yet",
    "no_fix_planned": "No fix planned",
}  # fmt: skip


def release_note(advisory: OwnAdvisory) -> bytes:
    """A section for the release notes: what was wrong, for whom, what to do, and where more is said."""
    band = severity_words(advisory)
    names = ", ".join(advisory.names)
    lines = [f"### Security: {escaped(advisory.title)} ({names})", ""]
    if advisory.state == "withdrawn":
        lines += [f"**Withdrawn.** {escaped(advisory.withdrawn_reason)}".strip(), ""]
    lines += [_flat(advisory.summary), ""] if advisory.summary.strip() else []
    lines += [f"- Severity: {band}"] if band else []
    for product in advisory.products:
        if product.status == "affected":
            lines.append(f"- Affected: {escaped(product.name)} {affected_words(product)}".rstrip())
            fixed = fixed_versions(product)
            lines += [f"- Fixed in: {escaped(product.name)} {', '.join(map(escaped, fixed))}"] if fixed else []
    for each in advisory.remediations:
        lines.append(f"- {_ADVICE[each.kind]}: {_flat(each.words)}" + (f" <{each.url}>" if each.url else ""))
    lines += [f"- Advisory: <{advisory.page}>"] if advisory.page else []
    thanked = [escaped(credit.name) for credit in advisory.credits]
    lines += [f"- Thanks to {_listed(thanked)}"] if thanked else []
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def page(advisory: OwnAdvisory) -> bytes:
    """The whole advisory as one document of Markdown."""
    parts = [f"# {escaped(advisory.title)}", _facts(advisory)]
    if advisory.state == "withdrawn":
        parts.insert(1, f"> Withdrawn. {escaped(advisory.withdrawn_reason)}".strip())
    parts.append(advisory.summary.strip())
    parts += _section("Affected products", _products(advisory.products))
    parts += _section("Details", _lowered(advisory.details))
    parts += _section("Impact", _lowered(advisory.impact))
    parts += _section("Exploitation", advisory.exploited)
    advice = [
        f"- **{_ADVICE[each.kind]}**: {_flat(each.words)}" + (f" <{each.url}>" if each.url else "")
        for each in advisory.remediations
    ]
    parts += _section("What to do", "\n".join(advice))
    parts += _section(
        "Timeline", "\n".join(f"- {each.at.date().isoformat()}: {_flat(each.words)}" for each in advisory.timeline)
    )
    parts += _section("Credits", "\n".join(_credits(advisory)))
    references = [f"- {escaped(each.title) + ': ' if each.title else ''}<{each.url}>" for each in advisory.references]
    parts += _section("References", "\n".join(references))
    revisions = [f"- {each.number}, {each.at.date().isoformat()}: {_flat(each.words)}" for each in advisory.revisions]
    parts += _section("Revisions", "\n".join(revisions))
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8", "replace")


def severity_words(advisory: OwnAdvisory) -> str:
    """ "High (CVSS 3.1: 7.5, CVSS 4.0: 8.2)"; "" where no vector can be read."""
    band = cvss_objects.band(advisory.severity)
    if band is Rating.UNKNOWN:
        return ""
    told = [
        f"CVSS {found[1].version}: {found[1].score}"
        for version in ("4.0", "3.1", "3.0", "2.0")
        if (found := cvss_objects.of_version(advisory.severity, version))
    ]
    return f"{band.value.capitalize()} ({', '.join(told)})"


def affected_words(product: Product) -> str:
    """Which versions, in words: ">= 1.0, < 1.5; = 2.0"; "in all versions" where none are named."""
    told = [str(line) for line in stretches(product.ranges, product.package)]
    told += [f"= {version}" for version in product.versions]
    commits = [line for line in product.ranges if line.type == "GIT"]
    told += [f"commits of {line.repo}" for line in commits]
    return "; ".join(dict.fromkeys(told)) or "in all versions"


def fixed_versions(product: Product) -> list[str]:
    """The versions that hold the fix, as far as they are named."""
    lines = stretches(product.ranges, product.package)
    return list(dict.fromkeys((*(line.fixed for line in lines if line.fixed), *product.fixed)))


def escaped(text: str) -> str:
    """Plain words, so that nothing of them becomes markup."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _facts(advisory: OwnAdvisory) -> str:
    rows = [("Names", ", ".join(advisory.names)), ("Severity", severity_words(advisory))]
    vectors = ", ".join(f"`{vector.score}`" for vector in advisory.severity)
    rows += [("Vectors", vectors), ("Weakness", ", ".join(advisory.cwes)), ("Related", ", ".join(advisory.related))]
    rows += [("Publisher", f"{escaped(advisory.publisher.name)} <{advisory.publisher.namespace}>")]
    rows += [("Contact", escaped(advisory.publisher.contact))]
    for name, at in (
        ("Discovered", advisory.discovered),
        ("Published", advisory.published),
        ("Changed", advisory.modified),
        ("Withdrawn", advisory.withdrawn),
    ):
        rows += [(name, at.date().isoformat())] if at else []
    return "\n".join(f"- {name}: {words}" for name, words in rows if words)


def _products(products: Iterable[Product]) -> str:
    found = []
    for product in products:
        known = f" ({product.package})" if product.package else ""
        vendor = f"{escaped(product.vendor)} " if product.vendor else ""
        words = f"- {vendor}{escaped(product.name)}{known}: {_STATUS[product.status]}, {affected_words(product)}"
        fixed = fixed_versions(product)
        words += f"; fixed in {', '.join(map(escaped, fixed))}" if fixed and product.status == "affected" else ""
        words += f". {_flat(product.impact)}" if product.impact.strip() else ""
        words += f" ({product.justification.replace('_', ' ')})" if product.justification else ""
        words += f"; functions: {', '.join(map(escaped, product.functions))}" if product.functions else ""
        words += f"; platforms: {', '.join(map(escaped, product.platforms))}" if product.platforms else ""
        words += f"; source: <{product.repository}>" if product.repository else ""
        found.append(words)
    return "\n".join(found)


def _credits(advisory: OwnAdvisory) -> list[str]:
    return [
        f"- {escaped(each.name)} ({each.kind.replace('_', ' ')})" + "".join(f" <{link}>" for link in each.links)
        for each in advisory.credits
    ]


def _section(title: str, words: str) -> list[str]:
    return [f"## {title}", words.strip()] if words.strip() else []


_HEADING = re.compile(r"^(#{1,4})(?=\s)", re.MULTILINE)


def _lowered(markdown: str) -> str:
    """Headings of the text stand below those of the document; lines of code that begin with "#" keep them."""
    parts = re.split(r"(^```.*?^```[^\n]*$)", markdown, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if at % 2 else _HEADING.sub(r"##\1", part) for at, part in enumerate(parts))


def _flat(words: str) -> str:
    return " ".join(words.split())


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

"""An advisory of one's own as the body that GitHub's REST interface takes, and what GitHub answers, read.

``POST /repos/{owner}/{repo}/security-advisories`` makes a draft, ``PATCH …/{ghsa_id}`` changes it
(https://docs.github.com/en/rest/security-advisories/repository-advisories, version 2022-11-28). GitHub takes one range
a row, so a package with three stretches is three rows; who is thanked is known to it by login alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from troth.formats import cvss_objects
from troth.formats.json_text import printed
from troth.terms.own_advisory import OwnAdvisory, Product, UnwritableError
from troth.terms.package import Package
from troth.terms.severity import Rating
from troth.terms.stretches import Stretch, stretches

MOST_SUMMARY, MOST_DESCRIPTION = 1_024, 65_535
"""Characters that GitHub takes."""
ECOSYSTEMS = {
    "PyPI": "pip", "npm": "npm", "Maven": "maven", "RubyGems": "rubygems", "NuGet": "nuget", "Packagist": "composer",
    "Go": "go", "crates.io": "rust", "Hex": "erlang", "GitHub Actions": "actions", "Pub": "pub", "SwiftURL": "swift",
}  # fmt: skip
"""GitHub's name of each ecosystem of OSV; everything else is "other"."""
_ALL = Stretch()


def create(advisory: OwnAdvisory) -> bytes:
    """The body that makes a draft.

    Raises:
        UnwritableError: it lacks what GitHub demands, or is longer than GitHub takes.
    """
    return printed(body(advisory))


def body(advisory: OwnAdvisory) -> dict[str, Any]:
    """The body as the tree that JSON spells; the same fields make a draft and change it.

    Raises:
        UnwritableError: as ``create``.
    """
    words = description(advisory)
    lacks = tuple(_lacking(advisory, words))
    if lacks:
        raise UnwritableError(lacks)
    said: dict[str, Any] = {
        "summary": advisory.title,
        "description": words,
        "vulnerabilities": [row for product in advisory.products for row in _rows(product)],
        "cwe_ids": list(advisory.cwes),
        "credits": [{"login": credit.login, "type": credit.kind} for credit in advisory.credits if credit.login],
    }
    if advisory.cves:
        said["cve_id"] = advisory.cves[0]
    found = cvss_objects.of_version(advisory.severity, "3.0", "3.1") or cvss_objects.best(advisory.severity)
    if found and found[1].version != "2.0":
        return said | {"cvss_vector_string": found[0].score}
    band = cvss_objects.band(advisory.severity)
    return said | ({"severity": band.value} if band not in (Rating.UNKNOWN, Rating.NONE) else {})


def _lacking(advisory: OwnAdvisory, words: str) -> Iterable[str]:
    if not advisory.title.strip():
        yield "GitHub needs a title: give the advisory one."
    if len(advisory.title) > MOST_SUMMARY:
        yield f"GitHub takes {MOST_SUMMARY} characters of a title: shorten it."
    if not words:
        yield "GitHub needs a description: write the summary."
    if len(words) > MOST_DESCRIPTION:
        yield f"GitHub takes {MOST_DESCRIPTION} characters of a description: shorten the details."
    if not any(product.status == "affected" for product in advisory.products):
        yield "GitHub needs an affected product: name one."


def description(advisory: OwnAdvisory) -> str:
    """Markdown with the headings of GitHub's own form: Impact, Patches, Workarounds, References."""
    fixed = [each for each in advisory.remediations if each.kind == "vendor_fix"]
    others = [each for each in advisory.remediations if each.kind != "vendor_fix"]
    known = [name for name in advisory.names if name not in (advisory.ghsa, *advisory.cves[:1])]
    withdrawn = advisory.withdrawn_reason or "It was withdrawn." if advisory.state == "withdrawn" else ""
    parts = [
        ("Withdrawn", withdrawn),
        ("", advisory.summary),
        ("Details", advisory.details),
        ("Impact", advisory.impact),
        ("Exploitation", advisory.exploited),
        ("Patches", "\n\n".join(each.words + (f" <{each.url}>" if each.url else "") for each in fixed)),
        ("Workarounds", "\n\n".join(each.words + (f" <{each.url}>" if each.url else "") for each in others)),
        ("Affected functions and platforms", _inside(advisory.products)),
        ("Not affected", _unaffected(advisory.products)),
        ("Timeline", "\n".join(f"- {each.at.date().isoformat()}: {each.words}" for each in advisory.timeline)),
        ("References", "\n".join(f"- {_reference(each.url, each.title)}" for each in advisory.references)),
        ("", f"Also known as {', '.join(known)}." if known else ""),
        ("Credits", "\n".join(f"- {each.name} ({each.kind.replace('_', ' ')})" for each in advisory.credits)),
    ]
    return "\n\n".join(
        f"### {title}\n\n{words.strip()}" if title else words.strip() for title, words in parts if words.strip()
    )


def _reference(url: str, title: str) -> str:
    return f"{title}: <{url}>" if title else f"<{url}>"


def _inside(products: Iterable[Product]) -> str:
    return "\n".join(f"- {each.name}: {', '.join(each.platforms)}" for each in products if each.platforms)


def _unaffected(products: Iterable[Product]) -> str:
    told = [each for each in products if each.status != "affected"]
    words = {"not_affected": "not affected", "under_investigation": "under investigation"}
    return "\n".join(
        f"- {each.name}: {words[each.status]}" + (f" ({each.impact})" if each.impact else "") for each in told
    )


def _rows(product: Product) -> list[dict[str, Any]]:
    """One row a stretch; versions that are named one by one are a row each."""
    if product.status != "affected":
        return []
    lines = list(stretches(product.ranges, product.package))
    lines += [Stretch(start=version, end=version, included=True) for version in product.versions]
    fixed = list(dict.fromkeys((*(line.fixed for line in lines if line.fixed), *product.fixed)))
    return [
        {
            "package": _package(product.package, product.name),
            "vulnerable_version_range": str(line),
            "patched_versions": line.fixed or ", ".join(product.fixed if line.end else fixed),
            "vulnerable_functions": list(product.functions),
        }
        for line in dict.fromkeys(lines or [_ALL])
    ]


def _package(package: Package | None, name: str) -> dict[str, str]:
    if package is None or package.base not in ECOSYSTEMS:
        return {"ecosystem": "other", "name": package.name if package else name}
    return {"ecosystem": ECOSYSTEMS[package.base], "name": package.name}

"""What people fill in to write an advisory, and to act on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

from django import forms
from django.forms import BaseFormSet, formset_factory
from msgspec.structs import replace

from troth.terms.advisory import Vector
from troth.terms.own_advisory import (
    CreditKind,
    Justification,
    Product,
    ProductStatus,
    Reference,
    ReferenceKind,
    Remediation,
    RemediationKind,
)
from troth.terms.package import package
from troth_desk.cases import scoring
from troth_desk.cases.machine import Refused
from troth_desk.faces.instants import within
from troth_desk.publishing import prefilling, ranges_text
from troth_desk.publishing.content import LONGEST, MOST, Content, Thanks
from troth_desk.publishing.models import Publisher

AREA = 4
STATUS = (("affected", "affected"), ("not_affected", "not affected"), ("under_investigation", "still looked into"))
WHY_NOT = (
    ("", "does not apply"),
    ("component_not_present", "the component is not in it"),
    ("vulnerable_code_not_present", "the code is not in it"),
    ("vulnerable_code_not_in_execute_path", "the code is never run"),
    ("vulnerable_code_cannot_be_controlled_by_adversary", "no attacker reaches the code"),
    ("inline_mitigations_already_exist", "other measures keep it safe"),
)
REMEDIES = (
    ("vendor_fix", "fix"),
    ("workaround", "workaround"),
    ("mitigation", "mitigation"),
    ("none_available", "nothing yet"),
    ("no_fix_planned", "will not be fixed"),
)
ECOSYSTEMS = (
    "", "PyPI", "npm", "crates.io", "Go", "Maven", "NuGet", "RubyGems", "Packagist", "Hex", "Pub", "SwiftURL",
    "GitHub Actions", "Debian", "Alpine",
)  # fmt: skip
_SPLIT = re.compile(r"[\s,;]+")
_THANKS = re.compile(r"^(?P<name>[^;]{1,200})(?:;\s*(?P<kind>[a-z_ ]{1,40}))?$")


def _area(rows: int = AREA) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class WordsForm(forms.Form):
    """The words of an advisory. ``content`` is what stands there; ``written`` what it becomes."""

    title = forms.CharField(max_length=LONGEST["title"], help_text="What is wrong, and in what.", required=False)
    summary = forms.CharField(
        widget=_area(3),
        max_length=LONGEST["summary"],
        required=False,
        help_text="A sentence or two: what is wrong, for whom, what an attacker gains.",
    )
    details = forms.CharField(
        widget=_area(10), max_length=LONGEST["details"], required=False, help_text="How it works. Markdown."
    )
    impact = forms.CharField(widget=_area(), max_length=LONGEST["impact"], required=False, help_text="Markdown.")
    hold_details = forms.BooleanField(
        required=False, label="Publish details and impact later, once users have had time to update"
    )
    exploited = forms.CharField(
        widget=_area(2),
        max_length=LONGEST["exploited"],
        required=False,
        label="What is known of attacks",
        help_text="Leave it empty where nothing is known.",
    )
    severity = forms.CharField(
        widget=_area(2), required=False, max_length=600, help_text="Vectors of CVSS 3.1 or 4.0, one a line."
    )
    cwes = forms.CharField(required=False, max_length=300, label="Kinds of weakness", help_text="Such as CWE-22.")
    aliases = forms.CharField(
        required=False, max_length=1_000, label="Other names", help_text="Its CVE and GHSA ids, where it has any."
    )
    related = forms.CharField(required=False, max_length=1_000, label="Related weaknesses")
    references = forms.CharField(
        widget=_area(),
        required=False,
        max_length=20_000,
        help_text="One a line: its kind, its address, and what it is. Kinds: "
        + ", ".join(get_args(ReferenceKind))
        + ".",
    )
    thanks = forms.CharField(
        widget=_area(2),
        required=False,
        max_length=20_000,
        label="Thanks to others",
        help_text="One a line, such as “Example Fuzzing Team; tool”. Only who agreed to be named; people of the case "
        "are named as they wish by themselves.",
    )
    change = forms.CharField(
        required=False,
        max_length=LONGEST["change"],
        label="What is new",
        help_text="Everybody reads it in the history.",
    )

    def __init__(self, data: Any, *, content: Content, published: bool) -> None:
        super().__init__(data, initial=_initial(content))
        self.content = content
        if not published:
            del self.fields["change"]

    def clean_severity(self) -> tuple[Vector, ...]:
        """The vectors."""
        found = []
        for line in _lines(self.cleaned_data["severity"]):
            try:
                said = scoring.score(line).vector
            except Refused as refused:
                raise forms.ValidationError(str(refused)) from None
            vector = prefilling.vector(said)
            if vector is not None:
                found.append(vector)
        kinds = [one.type for one in found]
        if len(set(kinds)) < len(kinds):
            raise forms.ValidationError("Give one vector of each version of CVSS.")
        return tuple(found)

    def clean_references(self) -> tuple[Reference, ...]:
        """The references."""
        return tuple(_reference(line) for line in _few(_lines(self.cleaned_data["references"])))

    def clean_thanks(self) -> tuple[Thanks, ...]:
        """Who is thanked beside the people of the case."""
        return tuple(_thanked(line) for line in _few(_lines(self.cleaned_data["thanks"])))

    def written(self, products: tuple[Product, ...], remediations: tuple[Remediation, ...]) -> Content:
        """What it becomes, with the rows of the other two forms."""
        said = self.cleaned_data
        words = ("title", "summary", "details", "impact", "exploited")
        kept = tuple(one for one in self.content.credits if one.participant is not None)
        return replace(
            self.content,
            **{name: _plain(said[name]) for name in words},
            hold_details=said["hold_details"],
            severity=said["severity"],
            cwes=_names(said["cwes"].upper()),
            aliases=_names(said["aliases"]),
            related=_names(said["related"]),
            references=said["references"],
            credits=(*kept, *said["thanks"]),
            change=_plain(said.get("change", "")),
            products=products,
            remediations=remediations,
        )


class ProductForm(forms.Form):
    """One product; an empty row is none."""

    name = forms.CharField(max_length=200, required=False)
    vendor = forms.CharField(max_length=200, required=False, help_text="Where it is another than the publisher.")
    ecosystem = forms.CharField(
        max_length=60, required=False, help_text=f"{', '.join(filter(None, ECOSYSTEMS))}, or another of OSV."
    )
    package = forms.CharField(max_length=300, required=False, help_text="As people install it.")
    versions = forms.CharField(
        widget=_area(2), max_length=20_000, required=False, help_text="One range a line: >= 1.0, < 1.4.2"
    )
    status = forms.ChoiceField(choices=STATUS, required=False)
    justification = forms.ChoiceField(choices=WHY_NOT, required=False, label="Why not affected")
    impact = forms.CharField(max_length=1_000, required=False, label="Why not affected, in words")

    def clean(self) -> dict[str, Any]:
        """Ecosystem and package go together; the lines say versions."""
        said = super().clean() or {}
        if bool(said.get("ecosystem")) != bool(said.get("package")):
            self.add_error("package", "Name the ecosystem and the package, or neither.")
        try:
            said["read"] = ranges_text.read(said.get("versions", ""), said.get("ecosystem", ""))
        except ranges_text.UnreadableError as error:
            self.add_error("versions", str(error))
        return said

    def product(self, before: Product | None) -> Product | None:
        """The product of this row, with what ``before`` said that no field shows; None for an empty row."""
        said = self.cleaned_data
        if not any(said.get(name) for name in ("name", "package", "versions")):
            return None
        ranges, versions = said["read"]
        named = package(said["ecosystem"], said["package"]) if said["package"] else None
        status: ProductStatus = said["status"] or "affected"
        why: Justification | None = said["justification"] or None
        return replace(
            before or Product(name=""),
            name=said["name"] or said["package"],
            vendor=said["vendor"],
            package=named,
            ranges=ranges,
            versions=versions,
            status=status,
            justification=why if status == "not_affected" else None,
            impact=said["impact"] if status == "not_affected" else "",
        )


class RemediationForm(forms.Form):
    """Something that users can do; an empty row is none."""

    kind = forms.ChoiceField(choices=REMEDIES, required=False)
    words = forms.CharField(widget=_area(2), max_length=10_000, required=False, label="What to do")
    url = forms.URLField(max_length=1_000, required=False, label="Address", assume_scheme="https")

    def remediation(self) -> Remediation | None:
        """The remediation of this row; None for an empty one."""
        said = self.cleaned_data
        if not (said.get("words") or said.get("url")):
            return None
        kind: RemediationKind = said["kind"] or "vendor_fix"
        return Remediation(kind=kind, words=_plain(said["words"]) or said["url"], url=said["url"])


_LIMITS: dict[str, Any] = {"max_num": MOST, "absolute_max": MOST + 1, "validate_max": True}
ProductForms = formset_factory(ProductForm, extra=1, **_LIMITS)
RemediationForms = formset_factory(RemediationForm, extra=1, **_LIMITS)


class Editor:
    """The three forms of the editor as one. ``data`` is what was sent, None where the page is only shown."""

    def __init__(self, content: Content, *, published: bool, data: Any = None) -> None:
        self.content = content
        self.words = WordsForm(data, content=content, published=published)
        self.products: BaseFormSet[Any] = ProductForms(
            data, initial=[_product_row(one) for one in content.products], prefix="products"
        )
        self.remediations: BaseFormSet[Any] = RemediationForms(
            data, initial=[_remediation_row(one) for one in content.remediations], prefix="remediations"
        )

    def is_valid(self) -> bool:
        """Whether all three are."""
        return all([self.words.is_valid(), self.products.is_valid(), self.remediations.is_valid()])

    def written(self) -> Content:
        """What was written."""
        before = dict(enumerate(self.content.products))
        products = [form.product(before.get(place)) for place, form in enumerate(self.products.forms)]
        remediations = [form.remediation() for form in self.remediations.forms]
        return self.words.written(
            tuple(one for one in products if one is not None), tuple(one for one in remediations if one is not None)
        )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(widget=_area(2), max_length=1_000)


class WithdrawForm(ReasonForm):
    """Why it is taken back; everybody reads it."""

    reason = forms.CharField(widget=_area(2), max_length=1_000, help_text="Everybody reads it.")


class InZone(forms.Form):
    """A form with instants of the team's zone."""

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone or "UTC")

    def instant(self, name: str) -> datetime:
        """What was given in ``name``, in UTC; a wall time that comes twice is the first of both."""
        wall: datetime = self.cleaned_data[name]
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def _wall(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    written = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(label=label, widget=widget, input_formats=written, validators=[within])


class FixForm(InZone):
    """When the fix came out."""

    release = forms.CharField(max_length=300, help_text="A version, or the address of the release.")
    released_at = _wall("Released at")


class ScheduleForm(InZone):
    """When it is published."""

    publish_at = _wall("Publish at")
    early_reason = forms.CharField(
        widget=_area(2),
        max_length=1_000,
        required=False,
        label="Why users get less time than promised",
        help_text="Only where they do. It is kept beside the advisory, and counts against the promise.",
    )


class PublishForm(forms.Form):
    """Publish it now."""

    early_reason = forms.CharField(
        widget=_area(2),
        max_length=1_000,
        required=False,
        label="Why users get less time than promised",
        help_text="Only where they do. It is kept beside the advisory, and counts against the promise.",
    )


class PublisherForm(forms.ModelForm[Publisher]):
    """What the advisories of a project have in common."""

    namespace = forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="The address that stands for the publisher in CSAF. This desk's where it is empty.",
    )

    class Meta:
        model = Publisher
        fields = ("vendor", "product", "ecosystem", "package", "namespace", "cna", "days")
        help_texts = {
            "vendor": "Who makes it, as CSAF and CVE records name it. The organisation's name where it is empty.",
            "product": "What it is called there. The project's name where it is empty.",
            "ecosystem": "Where people install it from: PyPI, npm, crates.io, Go, Maven, or another of OSV.",
            "package": "As people install it.",
            "cna": "The UUID of the CVE numbering authority that gives your numbers, where there is one.",
            "days": "From the release of a fix to its details. What the policy says where it is empty; 0 for none.",
        }
        labels = {"cna": "CVE numbering authority", "days": "Days that users have to update"}

    def clean_cna(self) -> str:
        """A UUID, or nothing."""
        said = str(self.cleaned_data["cna"]).strip().lower()
        if said and not re.fullmatch(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", said):
            raise forms.ValidationError("Write a UUID, such as 8254265b-2729-46b6-b9e3-3dfca2d5bfca.")
        return said

    def clean_days(self) -> int | None:
        """At most a year."""
        said: int | None = self.cleaned_data["days"]
        if said is not None and said > 365:
            raise forms.ValidationError("At most 365 days.")
        return said

    def clean(self) -> dict[str, Any]:
        """Ecosystem and package go together."""
        said = super().clean() or {}
        if bool(said.get("ecosystem")) != bool(said.get("package")):
            self.add_error("package", "Name the ecosystem and the package, or neither.")
        return said


def _initial(content: Content) -> dict[str, Any]:
    others = [one for one in content.credits if one.participant is None]
    return {
        **{name: getattr(content, name) for name in ("title", "summary", "details", "impact", "exploited", "change")},
        "hold_details": content.hold_details,
        "severity": "\n".join(one.score for one in content.severity),
        "cwes": ", ".join(content.cwes),
        "aliases": ", ".join(content.aliases),
        "related": ", ".join(content.related),
        "references": "\n".join(" ".join(filter(None, (one.kind, one.url, one.title))) for one in content.references),
        "thanks": "\n".join(f"{one.name}; {one.kind}" for one in others),
    }


def _product_row(one: Product) -> dict[str, Any]:
    return {
        "name": one.name,
        "vendor": one.vendor,
        "ecosystem": one.package.ecosystem if one.package else "",
        "package": one.package.name if one.package else "",
        "versions": ranges_text.written(one.ranges, one.versions),
        "status": one.status,
        "justification": one.justification or "",
        "impact": one.impact,
    }


def _remediation_row(one: Remediation) -> dict[str, Any]:
    return {"kind": one.kind, "words": one.words, "url": one.url}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\0", "").splitlines() if line.strip()]


def _few(lines: list[str]) -> list[str]:
    if len(lines) > MOST:
        raise forms.ValidationError(f"At most {MOST} lines.")
    return lines


def _plain(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in _SPLIT.split(text.replace("\0", "")) if one))


def _reference(line: str) -> Reference:
    kinds: tuple[ReferenceKind, ...] = get_args(ReferenceKind)
    first, _, rest = line.partition(" ")
    said = first.lower().rstrip(":")
    kind = next((one for one in kinds if one == said), None)
    if kind is None:
        kind, rest = "web", line
    url, _, title = rest.strip().partition(" ")
    if not re.fullmatch(r"https?://[^\s<>\"]{1,1000}", url):
        raise forms.ValidationError(f"“{line[:80]}” has no web address: write its kind, its address, and what it is.")
    return Reference(url=url, kind=kind, title=title.strip()[:300])


def _thanked(line: str) -> Thanks:
    found = _THANKS.fullmatch(line)
    kinds: tuple[CreditKind, ...] = get_args(CreditKind)
    said = (found["kind"] or "other").strip().replace(" ", "_") if found else ""
    kind = next((one for one in kinds if one == said), None)
    if found is None or kind is None:
        raise forms.ValidationError(f"“{line[:80]}”: write a name and, after “;”, one of {', '.join(kinds)}.")
    return Thanks(name=found["name"].strip(), kind=kind)


def kinds() -> Iterable[str]:
    """What somebody can be thanked for."""
    return get_args(CreditKind)

"""The audit pack: everything that an auditor asks for of a project, as files that can be verified without the desk.

``manifest.json`` lists every file with its SHA-256; ``manifest.dsse.json`` is the same signed by the desk's key, which
also signs ``facts.dsse.json`` and the head of the ledger. ``verify.py`` (the standard library, and cryptography) holds
all of it together; the key is to be had from the desk beforehand, not from the pack.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import msgspec
from allauth.mfa.models import Authenticator
from django.template.loader import render_to_string

from troth import __version__
from troth.evidence import tools
from troth.formats import check_result, desk_facts
from troth.formats.json_text import printed
from troth.formats.proof.pack import PAYLOAD
from troth.report.standards import as_csv, as_json
from troth.standards import STANDARDS
from troth.standards.coverage import cover
from troth_desk.deadlines.models import Clock
from troth_desk.findings.models import Waiver
from troth_desk.incidents.models import Incident
from troth_desk.ledger import queries as ledger
from troth_desk.ledger import signing
from troth_desk.ledger.actions import signed_head
from troth_desk.people.models import ApiKey, Membership
from troth_desk.policies import queries as policies
from troth_desk.promises import judging
from troth_desk.proofs import facts
from troth_desk.reporting import gathering
from troth_desk.reporting.content import Section
from troth_desk.reporting.periods import Period
from troth_desk.reviews.models import Occasion
from troth_desk.tenants.models import Project

FORMAT = 1
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive: what it tells is dated inside."""
MOST_CLOCKS = 100_000


@dataclass(frozen=True, slots=True)
class Pack:
    """The files of a pack by name, in order, and the parts that its page shows."""

    files: dict[str, bytes]
    sections: tuple[Section, ...]


def pack(project: Project, period: Period, at: datetime) -> Pack:
    """Everything of ``project`` for ``period``, as of ``at``."""
    at = at.astimezone(UTC).replace(microsecond=0)
    until = min(at, period.until)
    stood = judging.stood(project, until, period.window)
    sections = gathering.sections(project, period, at, stood)
    told: dict[str, bytes] = {}
    if stood is not None:
        coverages = [cover(one, stood.result.judged, tools.activities) for one in STANDARDS]
        told |= {f"policy/{name}": text for name, text in _policy(project)}
        told["promises.json"] = printed(check_result.builtins(stood.result))
        told["facts.dsse.json"] = printed(
            signing.envelope(
                desk_facts.PAYLOAD, desk_facts.written(facts.statement(project, facts.utc(until), period.window))
            )
        )
        told["standards.json"] = as_json.render(coverages, at.date(), stood.result.commit, __version__)
        told["standards.csv"] = as_csv.render(coverages).encode()
    told["clocks.csv"] = _csv(CLOCKS, _clocks(project, period, at))
    told["incidents.csv"] = _csv(INCIDENTS, _incidents(project, period))
    told["reviews.csv"] = _csv(REVIEWS, _reviews(project, period))
    told["waivers.csv"] = _csv(WAIVERS, _waivers(project))
    told["access.csv"] = _csv(ACCESS, _access(project))
    told["sections.json"] = printed([_section(one) for one in sections])
    newest = ledger.newest(project.organisation_id)
    if newest is not None:
        told["ledger-head.dsse.json"] = printed(signed_head(newest, at))
    told["index.html"] = _page(project, period, at, sections).encode()
    told["verify.py"] = files("troth_desk.reporting").joinpath("verify_pack.py").read_bytes()
    return Pack(dict(sorted(told.items())), sections)


def archive(project: Project, period: Period, at: datetime, made: Pack) -> bytes:
    """``made`` as a ZIP with its signed list."""
    manifest = {
        "format": FORMAT,
        "organisation": project.organisation.slug,
        "project": project.slug,
        "begins": period.begins.isoformat(),
        "ends": period.ends.isoformat(),
        "at": at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        "troth": __version__,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in made.files.items()},
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in (
            *made.files.items(),
            ("manifest.json", printed(manifest)),
            ("manifest.dsse.json", printed(signing.envelope(PAYLOAD, manifest))),
        ):
            zipped.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _policy(project: Project) -> Iterator[tuple[str, bytes]]:
    """Each document under a name of its own: paths come from outside, so that no part of one leads up."""
    version = policies.current_version(project)
    for text in policies.texts(version) if version else ():
        parts = [part for part in text.document.path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        yield f"{text.ordinal:02d}-{'-'.join(parts)}"[:120], text.text.encode("utf-8", "replace")


CLOCKS = ("for", "action", "document", "version", "line", "sentence", "started", "due", "met", "stopped", "breached",
          "state", "overdue", "paused seconds")  # fmt: skip


def _clocks(project: Project, period: Period, at: datetime) -> Iterator[Sequence[str]]:
    """Clocks that were started, due or decided from the first day of the period on."""
    mine = Clock.objects.filter(organisation_id=project.organisation_id, project=project)
    found = mine.filter(due_at__gte=period.since) | mine.filter(state__in=("running", "paused"))
    for one in found.order_by("due_at", "id")[:MOST_CLOCKS].iterator(chunk_size=2000):
        yield (
            one.subject.partition(":")[2],
            one.action,
            one.document,
            str(one.version),
            str(one.line),
            one.sentence,
            *(_instant(each) for each in (one.started_at, one.due_at, one.met_at, one.stopped_at, one.breached_at)),
            one.state,
            "yes" if one.state == "running" and at > one.due_at else "no",
            str(round(one.paused_for.total_seconds())),
        )


WAIVERS = ("waiver", "stage", "asked", "decided", "until", "ended", "by one person alone", "reason", "link")


def _waivers(project: Project) -> Iterator[Sequence[str]]:
    for one in Waiver.objects.filter(organisation_id=project.organisation_id, project=project).order_by("pk"):
        yield (
            str(one.pk),
            one.stage,
            *(_instant(each) for each in (one.asked_at, one.decided_at, one.until, one.ended_at)),
            "yes" if one.alone else "no",
            one.reason,
            one.link,
        )


INCIDENTS = ("incident", "exercise", "class", "severity", "state", "outcome", "detected", "closed")


def _incidents(project: Project, period: Period) -> Iterator[Sequence[str]]:
    """Those that were detected from the first day of the period on, or were open then."""
    mine = Incident.objects.filter(organisation_id=project.organisation_id, project=project)
    found = mine.filter(detected_at__gte=period.since) | mine.filter(closed_at=None)
    for one in (found | mine.filter(closed_at__gte=period.since)).order_by("detected_at", "pk"):
        known = (one.incident_class, one.severity, one.state, one.outcome)
        exercise = "yes" if one.exercise else "no"
        yield (one.reference, exercise, *map(str, known), _instant(one.detected_at), _instant(one.closed_at))


REVIEWS = ("review", "title", "kind", "every", "promised at", "period begins", "due", "state", "done", "recorded",
           "before the desk", "reason")  # fmt: skip


def _reviews(project: Project, period: Period) -> Iterator[Sequence[str]]:
    found = Occasion.objects.filter(organisation_id=project.organisation_id, obligation__project=project)
    shown = found.filter(due_at__gte=period.since) | found.filter(due_at=None)
    for one in shown.select_related("obligation__promise").order_by("starts_at", "pk"):
        what = one.obligation
        promised = f"{what.promise.document}:{what.promise.line}" if what.promise else ""
        instants = (one.starts_at, one.due_at)
        yield (
            what.reference,
            what.title,
            what.kind,
            what.every,
            promised,
            *map(_instant, instants),
            one.state,
            _instant(one.done_at),
            _instant(one.recorded_at),
            "yes" if one.before_desk else "no",
            one.reason,
        )


ACCESS = ("who", "sort", "may", "since", "until", "second factor", "last used")


def _access(project: Project) -> Iterator[Sequence[str]]:
    """Who may come in: members and keys of programs, never a secret nor its beginning."""
    organisation = project.organisation
    members = Membership.objects.filter(organisation=organisation).select_related("user").order_by("created_at", "pk")
    guarded = set(
        Authenticator.objects.filter(user__memberships__organisation=organisation).values_list("user", flat=True)
    )
    for one in members:
        second = "yes" if one.user_id in guarded else "no"
        yield (one.name, "member", one.role, _instant(one.created_at), _instant(one.ended_at), second, "")
    for key in ApiKey.objects.filter(organisation=organisation).order_by("created_at", "pk"):
        until = key.revoked_at or key.expires_at
        may, used = " ".join(map(str, key.scopes)), _instant(key.last_used_at)
        yield (key.name, "key", may, _instant(key.created_at), _instant(until), "", used)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return "".join(as_csv.lines([columns, *rows])).encode("utf-8", "replace")


def _section(section: Section) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(section)
    return told


def _page(project: Project, period: Period, at: datetime, sections: tuple[Section, ...]) -> str:
    context = {"project": project, "period": period, "at": at, "sections": sections, "key_id": signing.key_id()}
    return render_to_string("reporting/pack_file.html", context)


def _instant(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")

"""Writes: who is told, the letters themselves, and what the draft on GitHub shall be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from troth_desk.cases.machine import Refused
from troth_desk.channels import letters, queries
from troth_desk.channels.importing import Row
from troth_desk.channels.models import Contact, Draft, Ended, Kind, Sending, There
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices.actions import can_be_mailed, forget_certificate, keep_certificate, write_letter
from troth_desk.notices.models import CertificateSource
from troth_desk.openpgp.certificates import UnusableCertificateError
from troth_desk.publishing import checking
from troth_desk.publishing import record as records
from troth_desk.publishing.models import Advisory, Revision
from troth_desk.tenants.models import Project

MOST_CONTACTS = 5_000
"""Contacts of one project."""
REASON = 300
FIELDS = {"name": 200, "product": 200, "early_note": 300}
ON_GITHUB = "Advisory on GitHub"
"""The answer of a case that came from there (``hosted.told``): its advisory is used, not a second one made."""


def add_contact(project: Project, row: Row, *, by: Actor, at: datetime) -> Contact:
    """Tell ``row`` of the advisories of ``project`` from now on; somebody of that address is brought up to date.

    Raises ``Refused`` where the address is none, or the list is full.
    """
    with transaction.atomic():
        take_turn(project.organisation_id)
        return _add(project, row, by, at)


def import_contacts(project: Project, rows: Sequence[Row], *, by: Actor, at: datetime) -> tuple[int, int]:
    """Add a list; how many are new, and how many were there and are brought up to date. Others stay. All or none."""
    with transaction.atomic():
        take_turn(project.organisation_id)
        before = queries.contacts(project).count()
        for row in rows:
            _add(project, row, by, at, told=False)
        new = queries.contacts(project).count() - before
        detail: dict[str, Plain] = {"new": new, "known": len(rows) - new}
        record(project.organisation_id, "contacts.imported", f"project:{project.pk}", detail, by=by, at=at)
    return new, len(rows) - new


def _add(project: Project, row: Row, by: Actor, at: datetime, *, told: bool = True) -> Contact:
    if not can_be_mailed(row.address):
        raise Refused("That is no mail address.")
    live = queries.contacts(project)
    found = live.filter(address__iexact=row.address).first()
    fields = {"name": row.name, "product": row.product, "early": row.early, "early_note": row.note}
    for name, longest in FIELDS.items():
        if len(str(fields[name])) > longest:
            raise Refused(f"At most {longest} characters: {name.replace('_', ' ')}.")
    if not row.name.strip():
        raise Refused("Write whose address it is.")
    if row.early and not row.note.strip():
        raise Refused(f"Write where {row.name} agreed to keep silent, in the note: a contract, a mail, a day.")
    if found is not None:
        live.filter(pk=found.pk).update(**fields)
        found.refresh_from_db()
    else:
        if live.count() >= MOST_CONTACTS:
            raise Refused(f"A project tells at most {MOST_CONTACTS:,} contacts.")
        found = Contact.objects.create(
            organisation_id=project.organisation_id, project=project, address=row.address, added_at=at, **fields
        )
    if told:
        detail: dict[str, Plain] = {"project": project.pk, "early": row.early}
        record(project.organisation_id, "contact.kept", f"contact:{found.pk}", detail, by=by, at=at)
    return found


def give_key(contact: Contact, text: str, *, by: Actor, at: datetime) -> None:
    """Keep their OpenPGP key, or forget it where ``text`` is empty.

    Raises ``UnusableCertificateError``: it is none, or nothing can be encrypted to it.
    """
    organisation = contact.project.organisation
    if text.strip():
        keep_certificate(organisation, contact.holder, text, source=CertificateSource.PASTED, by=by, at=at)
    else:
        forget_certificate(organisation, contact.holder, by=by, at=at)


def end_contact(contact: Contact, because: Ended, *, by: Actor, at: datetime) -> bool:
    """Tell them nothing any more; False where that was so already."""
    with transaction.atomic():
        take_turn(contact.organisation_id)
        mine = Contact.objects.filter(organisation_id=contact.organisation_id, pk=contact.pk, ended_at__isnull=True)
        if not mine.update(ended_at=at, ended_because=because.value):
            return False
        detail: dict[str, Plain] = {"because": because.value}
        record(contact.organisation_id, "contact.ended", f"contact:{contact.pk}", detail, by=by, at=at)
    return True


def tell_contact(revision: Revision, contact: Contact, *, at: datetime) -> Sending | None:
    """Write the letter about a published revision to ``contact``, once; None where it was written before.

    It is encrypted where they gave a key. What can be read by everybody goes out in clear where the key cannot be used,
    which stands beside its delivery.
    """
    advisory = revision.advisory
    kind = Kind.WITHDRAWN if revision.withdrawn else Kind.PUBLISHED if revision.number == 1 else Kind.REVISED
    told = records.public(advisory, list(advisory.revisions.order_by("number")))
    with transaction.atomic():
        take_turn(contact.organisation_id)
        if not queries.contacts(contact.project).filter(pk=contact.pk).exists():
            return None
        sending = _sending(advisory, contact, kind, revision.number, at)
        if sending is None:
            return None
        key = queries.certificate(contact.project.organisation, contact)
        notice = write_letter(
            contact.project.organisation,
            key=f"channel:{sending.pk}",
            subject=advisory.subject,
            address=contact.address,
            title=letters.title(told, kind),
            body=letters.body(told, kind, contact),
            certificate=key.armoured if key else "",
            at=at,
        )
        return _kept(sending, notice_id=notice.pk)


def give_early_notice(advisory: Advisory, reason: str, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Tell everybody who agreed to it of a weakness before the world; how many letters were written, and how many not.

    Each goes out encrypted or not at all. ``reason`` says why that is agreed with everybody who was promised silence.
    Raises ``Refused`` where it is published already, says nothing yet, or nobody is left to tell.
    """
    if advisory.published_at is not None or advisory.withdrawn_at is not None:
        raise Refused("It is public already: everybody on the list is told without an early notice.")
    if not reason.strip() or len(reason) > REASON:
        raise Refused(f"Write in at most {REASON} characters why users may hear of it now, and who agreed.")
    told = records.draft(advisory, at)
    if not told.title or not told.products:
        raise Refused("Write the title and the affected product first: the notice tells them.")
    too_much = checking.draft_tells_too_much(advisory)
    if too_much:
        raise Refused(too_much)
    until = advisory.publish_at or checking.silent_until(advisory, at)
    with transaction.atomic():
        take_turn(advisory.organisation_id)
        due = queries.early(advisory)
        if not due:
            raise Refused("Nobody is left to tell: no contact has agreed to early notices, or all of them were told.")
        written = sum(_early(advisory, one, letters.body(told, Kind.EARLY, one, until), by, at) for one in due)
        detail: dict[str, Plain] = {"written": written, "refused": len(due) - written}
        record(advisory.organisation_id, "advisory.told_early", advisory.subject, detail, by=by, at=at)
    return written, len(due) - written


def _early(advisory: Advisory, contact: Contact, body: str, by: Actor, at: datetime) -> bool:
    organisation = contact.project.organisation
    sending = _sending(advisory, contact, Kind.EARLY, 0, at)
    if sending is None:
        return False
    key = queries.certificate(organisation, contact)
    try:
        notice = write_letter(
            organisation,
            key=f"channel:{sending.pk}",
            subject=advisory.subject,
            address=contact.address,
            title=letters.EARLY_TITLE,
            body=body,
            certificate=key.armoured if key else "",
            confidential=True,
            at=at,
            by=by,
        )
    except UnusableCertificateError as error:
        _kept(sending, refused=f"{error}"[:REASON])
        return False
    _kept(sending, notice_id=notice.pk)
    return True


def _sending(advisory: Advisory, contact: Contact, kind: Kind, revision: int, at: datetime) -> Sending | None:
    try:
        with transaction.atomic():
            return Sending.objects.create(
                organisation_id=advisory.organisation_id,
                advisory=advisory,
                contact=contact,
                kind=kind,
                revision=revision,
                at=at,
            )
    except IntegrityError:
        return None


def _kept(sending: Sending, *, notice_id: int | None = None, refused: str = "") -> Sending:
    Sending.objects.filter(organisation_id=sending.organisation_id, pk=sending.pk).update(
        notice_id=notice_id, refused=refused
    )
    sending.notice_id, sending.refused = notice_id, refused
    return sending


def begin_draft(advisory: Advisory, *, by: Actor, at: datetime) -> Draft:
    """Have the worker make the advisory's draft on GitHub, or take the private report that its case came from.

    Raises ``Refused`` where no token is known for its project, or it was withdrawn.
    """
    found = queries.source(advisory.project)
    if found is None:
        raise Refused(
            "No repository of this project is named in TROTH_DESK_GITHUB: whoever runs the desk names it there."
        )
    if advisory.withdrawn_at is not None:
        raise Refused("It was withdrawn.")
    known = str((advisory.case.answers if advisory.case else {}).get(ON_GITHUB, ""))
    with transaction.atomic():
        take_turn(advisory.organisation_id)
        made, new = Draft.objects.get_or_create(
            organisation_id=advisory.organisation_id,
            advisory=advisory,
            defaults={
                "repository": found.repository,
                "next_at": at,
                "ghsa_id": known[:30],
                "there": There.TRIAGE if known else There.NOT_YET,
            },
        )
        if new:
            record(advisory.organisation_id, "advisory.drafted_on_github", advisory.subject, {}, by=by, at=at)
    return made


def ask_for_cve(draft: Draft, *, by: Actor, at: datetime) -> None:
    """Have GitHub asked for a CVE id, once. Raises ``Refused`` where it has one, or was asked."""
    with transaction.atomic():
        take_turn(draft.organisation_id)
        if records.draft(draft.advisory, at).cves:
            raise Refused("It has a CVE id already.")
        mine = Draft.objects.filter(organisation_id=draft.organisation_id, pk=draft.pk, cve_wanted=False)
        if not mine.update(cve_wanted=True, next_at=at):
            raise Refused("GitHub was asked already.")
        record(draft.organisation_id, "advisory.cve_asked", draft.advisory.subject, {}, by=by, at=at)


def publish_there(draft: Draft, *, publishes: bool, by: Actor, at: datetime) -> None:
    """Say whether it is published on GitHub once it is published here."""
    with transaction.atomic():
        take_turn(draft.organisation_id)
        mine = Draft.objects.filter(organisation_id=draft.organisation_id, pk=draft.pk)
        if mine.exclude(publishes=publishes).update(publishes=publishes, next_at=at):
            detail: dict[str, Plain] = {"publishes": publishes}
            record(draft.organisation_id, "advisory.github_chosen", draft.advisory.subject, detail, by=by, at=at)


def look_soon(draft: Draft, *, at: datetime) -> None:
    """Try again with the next round, whatever it waits for."""
    Draft.objects.filter(organisation_id=draft.organisation_id, pk=draft.pk).update(next_at=at)


def keep_draft(draft: Draft, *, at: datetime, action: str = "", by: Actor = SYSTEM, **fields: object) -> None:
    """Write down what GitHub said; ``action`` is the entry of the ledger, "" for none."""
    with transaction.atomic():
        take_turn(draft.organisation_id)
        Draft.objects.filter(organisation_id=draft.organisation_id, pk=draft.pk).update(**fields)
        for name, value in fields.items():
            setattr(draft, name, value)
        if action:
            detail: dict[str, Plain] = {"ghsa": draft.ghsa_id} if draft.ghsa_id else {}
            record(draft.organisation_id, action, draft.advisory.subject, detail, by=by, at=at)


BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""How long is waited after each try that failed; the last one again and again: somebody mends it, or ends it."""


def draft_failed(draft: Draft, why: str, wait: timedelta | None, *, at: datetime) -> None:
    """A try failed, for the reason ``why``; GitHub may ask to ``wait``."""
    pause = max(BACKOFF[min(draft.failures, len(BACKOFF) - 1)], wait or timedelta())
    keep_draft(
        draft,
        at=at,
        failure=" ".join(why.split())[:REASON],
        failing_since=draft.failing_since or at,
        failures=draft.failures + 1,
        next_at=at + pause,
    )

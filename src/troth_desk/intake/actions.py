"""A report is received, with its receipt; files are added to a case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum

from troth_desk.cases import actions as cases
from troth_desk.cases.actions import Report
from troth_desk.cases.models import Case, Participant
from troth_desk.files.limits import LARGEST_ALL, MOST_FILES, told_size
from troth_desk.files.uploads import Sealed
from troth_desk.intake import receipts
from troth_desk.intake.addresses import portal
from troth_desk.intake.limits import KEYS_KEPT
from troth_desk.intake.models import Attachment, IdempotencyKey, Receipt
from troth_desk.intake.sealed_words import seal, unseal
from troth_desk.ledger import signing
from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import Actor
from troth_desk.notices import actions as notices
from troth_desk.notices.models import CertificateSource
from troth_desk.tenants.models import Organisation, Project


class KeyTakenError(Exception):
    """The idempotency key belongs to another report; the message says what to do."""


class TooMuchError(Exception):
    """More files than a case holds; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Received:
    """What the sender is told. ``answer`` is that of the API; ``again``: the same request had come before."""

    answer: dict[str, Any]
    again: bool = False

    @property
    def path(self) -> str:
        """The address of the reporter's own page on this desk. Its secret is told this once."""
        return urlsplit(str(self.answer["portal"])).path


def receive(  # noqa: PLR0913 - what comes with a report, all by name
    project: Project,
    report: Report,
    *,
    origin: str,
    by: Actor,
    at: datetime,
    files: Sequence[Sealed] = (),
    key: str = "",
    received_at: datetime | None = None,
    certificate: str = "",
) -> Received:
    """Open a case for ``report``, keep its files, sign its receipt: all of it or nothing.

    ``received_at`` is when it reached us where that was before ``at``, as in a mailbox: its clocks count from then.

    The same ``key`` with the same report gives, for ``KEYS_KEPT``, the answer that it gave the first time, however many
    requests come at once: the row of the key is unique, and the second insert waits for the transaction of the first.
    ``certificate`` is the reporter's own OpenPGP key in ASCII armour, "" for none.

    Raises ``KeyTakenError`` where ``key`` came with another report, and what ``cases.open_case`` and
    ``notices.keep_certificate`` raise.
    """
    digest = _request_digest(project, report)
    with transaction.atomic():
        row = _claim(project, key, digest, at) if key else None
        if key and row is None:
            return _again(project, key, digest)
        opened = cases.open_case(project, report, origin=origin, by=by, at=at, received_at=received_at)
        _keep(opened.case, opened.participant, files, by=by, at=at)
        if certificate:
            keep_key(opened.participant, certificate, by=by, at=at)
        envelope = _receipt(opened, report, files, by=by, at=at)
        answer = {
            "id": opened.case.reference,
            "received_at": receipts.instant(opened.case.received_at),
            "portal": portal(project.organisation, opened.link_secret),
            "receipt": envelope,
            "promises": receipts.promised(opened.clocks),
        }
        _tell_team(opened.case, f"report:{opened.case.reference}", "a report has arrived", at=at)
        if row is not None:
            words = json.dumps(answer)
            row.answer = seal(words, desk=settings.ATTACHMENT_KEY, client=key, about=digest)
            row.case = opened.case
            row.save(update_fields=["answer", "case"])
    return Received(answer)


def answer(
    participant: Participant, body: str, files: Sequence[Sealed], *, by: Actor, at: datetime, key: str = ""
) -> bool:
    """A participant writes to the team, adds ``files``, or both; False where the same came before under ``key``.

    Raises ``TooMuchError`` where the case would hold too many files, and what ``cases.say`` raises.
    """
    case = participant.case
    digest = hashlib.sha256(json.dumps([body.strip(), [each.sha256 for each in files]]).encode()).hexdigest()
    with transaction.atomic():
        # What was changed since it was sent is another message, and never taken for the first one.
        if key and _claim(case.project, f"message:{participant.pk}:{key}:{digest}", digest, at) is None:
            return False
        said = body.strip() or f"Added {len(files)} {'file' if len(files) == 1 else 'files'}."
        message = cases.say(case, said, by=by, at=at, participant=participant)
        _tell_team(case, f"reply:{message.pk}", f"the {participant.role} wrote", at=at)
        held = Attachment.objects.filter(organisation_id=case.organisation_id, case=case).aggregate(
            count=Count("id"), size=Sum("size")
        )
        if held["count"] + len(files) > MOST_FILES:
            raise TooMuchError(f"A case holds {MOST_FILES} files. Put what is left into one archive.")
        if (held["size"] or 0) + sum(each.size for each in files) > LARGEST_ALL:
            raise TooMuchError(f"A case holds {told_size(LARGEST_ALL)} of files. Send the team a link to what is left.")
        _keep(case, participant, files, by=by, at=at)
    return True


def keep_key(participant: Participant, certificate: str, *, by: Actor, at: datetime) -> None:
    """Keep the OpenPGP key that a participant gave: what is mailed to them is encrypted to it from now on.

    Raises ``UnusableCertificateError`` where nothing can be encrypted to it.
    """
    organisation = participant.case.project.organisation
    source = CertificateSource.PASTED
    notices.keep_certificate(organisation, holder(participant), certificate, source=source, by=by, at=at)


def forget_key(participant: Participant, *, by: Actor, at: datetime) -> bool:
    """From now on nothing is encrypted to a key of theirs; False where there was none."""
    return notices.forget_certificate(participant.case.project.organisation, holder(participant), by=by, at=at)


def holder(participant: Participant) -> str:
    """The name under which a participant's keys are kept."""
    return f"participant:{participant.pk}"


def _tell_team(case: Case, key: str, what: str, *, at: datetime) -> None:
    """A notice without a word of the report: it may go out by mail in clear."""
    notices.tell(
        case.project.organisation,
        key=key,
        subject=case.subject,
        group="security team",
        title=f"{case.reference}: {what}",
        body="Its page on the desk has the words and what is due. Nothing of it stands in this notice.",
        at=at,
    )


def forget_keys(organisation: Organisation, *, at: datetime, digest: str = "") -> int:
    """Take away idempotency keys whose time is over, with the sealed answers: all, or that of ``digest``; how many."""
    over = IdempotencyKey.objects.filter(organisation=organisation, at__lte=at - KEYS_KEPT)
    return (over.filter(digest=digest) if digest else over).delete()[0]


def _claim(project: Project, key: str, digest: str, at: datetime) -> IdempotencyKey | None:
    """The row of ``key``, or None where another request has it. One of its age is as good as forgotten already."""
    forget_keys(project.organisation, digest=_key_digest(key), at=at)
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(
                organisation_id=project.organisation_id,
                project=project,
                digest=_key_digest(key),
                request_digest=digest,
                at=at,
            )
    except IntegrityError:
        return None


def _again(project: Project, key: str, digest: str) -> Received:
    row = IdempotencyKey.objects.get(organisation_id=project.organisation_id, project=project, digest=_key_digest(key))
    if row.request_digest != digest:
        raise KeyTakenError(
            "This Idempotency-Key came with another report. Send the same report again, or this one with a new key."
        )
    words = unseal(row.answer, desk=settings.ATTACHMENT_KEY, client=key, about=digest)
    if words is None:
        raise KeyTakenError(
            "This report arrived before, and the desk's key has changed since: its answer cannot be opened any more. "
            "Nothing was added."
        )
    return Received(json.loads(words), again=True)


def _keep(case: Case, participant: Participant, files: Sequence[Sealed], *, by: Actor, at: datetime) -> None:
    for each in files:
        kept = Attachment.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            participant=participant,
            name=each.name,
            size=each.size,
            sniffed=each.sniffed,
            sha256=each.sha256,
            stored_as=each.stored_as,
            at=at,
        )
        record(
            case.organisation_id,
            "case.file_added",
            case.subject,
            {"attachment": kept.pk, "size": each.size, "sha256": each.sha256},
            by=by,
            at=at,
        )


def _receipt(
    opened: cases.Opened, report: Report, files: Sequence[Sealed], *, by: Actor, at: datetime
) -> dict[str, Any]:
    case = opened.case
    said = receipts.payload(case, report, files, opened.clocks, desk=settings.ADDRESS)
    envelope = signing.envelope(receipts.PAYLOAD_TYPE, said)
    words = json.dumps(envelope)
    Receipt.objects.create(organisation_id=case.organisation_id, case=case, envelope=words, at=at)
    record(
        case.organisation_id,
        "receipt.signed",
        case.subject,
        {"payload_sha256": hashlib.sha256(str(envelope["payload"]).encode()).hexdigest()},
        by=by,
        at=at,
    )
    return envelope


def _request_digest(project: Project, report: Report) -> str:
    said = {"project": project.pk, "contact": report.contact, **receipts.reported(report)}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _key_digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()

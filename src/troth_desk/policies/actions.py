"""Writes of policies: texts become a version, once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec
from django.db import IntegrityError, models, transaction

from troth import __version__
from troth.formats import commitment_json
from troth.terms.commitment import Commitment
from troth.terms.waiver import REGISTER
from troth_desk.ledger.actions import Plain, record
from troth_desk.ledger.actor import Actor
from troth_desk.policies import contradictions, queries, reading
from troth_desk.policies.models import Document, PolicyVersion, Promise, Text
from troth_desk.policies.refusal import RefusedTextsError
from troth_desk.tenants.models import Project

TRIES = 3
"""Times that an import is tried where another one takes its number at the same instant."""


def import_texts(
    project: Project,
    texts: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    origin: str = "file",
    urls: Mapping[str, str] | None = None,
) -> PolicyVersion:
    """Make ``texts`` (path → text, the foremost first) the policy of ``project`` from ``at`` on.

    The same texts make no new version: the one that stands is returned. ``urls`` says where documents are pulled from.

    Raises:
        RefusedTextsError: they are no policy.
    """
    return import_documents(project, reading.texts_of(texts), by=by, at=at, origin=origin, urls=urls)


def import_documents(
    project: Project,
    texts: reading.Texts,
    *,
    by: Actor,
    at: datetime,
    origin: str,
    commit: str = "",
    urls: Mapping[str, str] | None = None,
) -> PolicyVersion:
    """The same for documents whose roles are known, as those that come with a check.

    Raises:
        RefusedTextsError: an id or a word of ``troth.toml`` is longer than the desk keeps.
    """
    standing = queries.current_version(project)
    if standing is not None and standing.digest == texts.digest:
        return standing
    found = reading.read(texts)
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                standing = queries.current_version(project)
                if standing is not None and standing.digest == texts.digest:
                    return standing
                number = standing.number + 1 if standing else 1
                version = _write(project, texts, found, number, at=at, origin=origin, commit=commit, urls=urls or {})
                detail: dict[str, Plain] = {
                    "version": number,
                    "digest": texts.digest,
                    "promises": len(found.promises.by_id),
                    "origin": origin,
                }
                record(project.organisation_id, "policy.imported", f"project:{project.pk}", detail, by=by, at=at)
                return version
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError  # pragma: no cover - the loop returns or raises


def _write(
    project: Project,
    texts: reading.Texts,
    found: reading.Read,
    number: int,
    *,
    at: datetime,
    origin: str,
    commit: str,
    urls: Mapping[str, str],
) -> PolicyVersion:
    version = PolicyVersion.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        number=number,
        since=at,
        digest=texts.digest,
        reader=__version__,
        origin=origin,
        commit=commit[:64],
        remarks=reading.storable(list(found.remarks)),
        contradictions=contradictions.written(found.promises.readings),
    )
    seen = {one.document: reading.seen(one) for one in found.promises.readings}
    rows = [
        Text(
            organisation_id=project.organisation_id,
            version=version,
            document=_document(project, one.path, urls.get(one.path, "")),
            ordinal=place,
            role=one.role,
            origin=one.origin,
            cited=reading.storable(msgspec.to_builtins(one.cited)) if one.cited else {},
            text=one.text,
            digest=reading.digest(one.text),
            reading=seen.get(one.path, {}),
        )
        for place, one in enumerate(texts.sources)
    ]
    if texts.register:
        rows.append(
            Text(
                organisation_id=project.organisation_id,
                version=version,
                document=_document(project, REGISTER, urls.get(REGISTER, "")),
                ordinal=len(rows),
                role=queries.REGISTER_ROLE,
                text=texts.register,
                digest=reading.digest(texts.register),
            )
        )
    Text.objects.bulk_create(rows)
    by_id = found.promises.by_id.items()
    Promise.objects.bulk_create(_promise(version, place, name, one) for place, (name, one) in enumerate(by_id))
    return version


def _document(project: Project, path: str, url: str) -> Document:
    document, _ = Document.objects.get_or_create(
        organisation_id=project.organisation_id, project=project, path=path, defaults={"source_url": url}
    )
    if document.source_url != url and url:
        Document.objects.filter(pk=document.pk).update(source_url=url)
    return document


def _promise(version: PolicyVersion, place: int, name: str, one: Commitment) -> Promise:
    fields = commitment_json.to_json(one)
    row = Promise(
        organisation_id=version.organisation_id,
        version=version,
        commitment=name,
        ordinal=place,
        kind=one.kind,
        strength=one.strength,
        document=one.span.path,
        line=one.span.line or 0,
        sentence=reading.storable(one.sentence),
        action=str(fields.get("action", "")),
        within=str(fields.get("within", "")),
        every=str(fields.get("every", "")),
        basis=str(fields.get("basis", "")),
        severities=list(fields.get("severity", ())),
        binding=binding(one),
        fields=reading.storable(fields),
        whole=reading.written(one),
    )
    for field in Promise._meta.get_fields():  # noqa: SLF001 - Django's documented way to the fields
        value = getattr(row, field.name, "")
        if isinstance(field, models.CharField) and (len(value) > (field.max_length or 0) or "\0" in value):
            raise RefusedTextsError(
                f"{REGISTER} gives a {field.name} that the desk cannot keep: {value[:60]!r}. At most "
                f"{field.max_length} signs are kept."
            )
    return row


def binding(commitment: Commitment) -> bool:
    """Whether ``commitment`` is promised, or aimed for, now."""
    from troth import controls

    return commitment.strength in ("promise", "target") and not commitment.condition and not controls.noted(commitment)


def changed(version: PolicyVersion | None, texts: Mapping[str, str], without: Collection[str] = ()) -> reading.Texts:
    """The documents of ``version`` with ``texts`` in their places, new ones behind them, and ``without`` some.

    Raises:
        RefusedTextsError: what is left is no policy.
    """
    standing = queries.sources(version) if version else ()
    register = texts.get(REGISTER, queries.register(version) if version and REGISTER not in without else "")
    kept = [
        msgspec.structs.replace(one, text=texts.get(one.path, one.text)) for one in standing if one.path not in without
    ]
    known = {one.path for one in kept}
    added = {path: text for path, text in texts.items() if path not in known and path != REGISTER}
    new = reading.texts_of(added).sources if added else ()
    return reading.checked((*kept, *new), register)


def follow(project: Project, path: str, url: str, *, by: Actor, at: datetime) -> None:
    """Pull the document ``path`` from ``url`` from now on."""
    with transaction.atomic():
        Document.objects.filter(organisation_id=project.organisation_id, project=project, path=path).update(
            source_url=url, pulled_at=at, pull_failure=""
        )
        detail: dict[str, Plain] = {"url": hashlib.sha256(url.encode()).hexdigest()}
        record(project.organisation_id, "policy.followed", f"project:{project.pk}", detail, by=by, at=at)


def pulled(document: Document, text: str, failure: str, *, by: Actor, at: datetime) -> None:
    """What came of pulling ``document`` again: a new version where its text changed, or why there is none."""
    current = queries.current_version(document.project)
    if not failure and current is not None:
        try:
            texts = changed(current, {document.path: text})
            import_documents(document.project, texts, by=by, at=at, origin="pull")
        except RefusedTextsError as error:
            failure = str(error)
    Document.objects.filter(organisation_id=document.organisation_id, pk=document.pk).update(
        pulled_at=at, pull_failure=failure[:300]
    )

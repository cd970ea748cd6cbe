"""Records of the desk, from the file of signed facts that was handed in.

Trust is explicit: facts count where a key that the project named signed them. The key is one of ``--desk-key``, else
the one that ``[desk] key`` of ``troth.toml`` names, else ``desk-key.pem`` at the top of the tree. They must be of this
project: the one that ``--desk-project`` or ``[desk] project`` names; where neither does, the address of the repository
must be the same, and where that is not known, the text of the document to the letter. Facts from the future, or too
old, tell nothing of the day of the check. Whatever is wrong is a gap with its reason, and proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

from troth.evidence import origin
from troth.evidence.scene import Gatherer, Scene
from troth.formats import desk_facts, dsse
from troth.formats.desk_facts import NotFactsError, Statement
from troth.terms.answer import Answer, Gap
from troth.terms.seen.desk import DeskRecord
from troth.terms.seen.own_advisories import OwnWeakness
from troth.terms.settings import Settings
from troth.terms.span import Span
from troth.terms.wants import AnnouncedWeaknesses, DeskRecords

KEY = "desk-key.pem"
"""Where the key of the desk stands in a tree that names no other place."""
WANTED = "facts of the desk"
_MEMORY = "desk_records"
_LARGEST_KEY = 64 * 1024


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """Why facts do not count."""


def gatherers(settings: Callable[[Scene], Answer[Settings]]) -> tuple[Gatherer, ...]:
    """The two gatherers; ``settings`` tells what ``troth.toml`` says of the desk."""

    def answer(scene: Scene, want: DeskRecords) -> Answer[DeskRecord]:
        if not scene.desk.facts:
            return Answer()
        try:
            statement = _once(scene, settings)
            _of_this_project(statement, scene, settings, want.document)
        except _Refused as refused:
            gap = Gap(wanted=WANTED, reason=str(refused), span=Span(scene.desk.facts))
            return Answer(gaps=(gap,), read=(scene.desk.facts,))
        return Answer(found=desk_facts.records(statement, scene.desk.facts), read=(scene.desk.facts,))

    def announced(scene: Scene, want: AnnouncedWeaknesses) -> Answer[OwnWeakness]:
        told = answer(scene, DeskRecords(document=want.document))
        if told.gaps or not told.read:
            return Answer(gaps=told.gaps, read=told.read)
        return Answer(found=desk_facts.announced(_once(scene, settings), scene.desk.facts), read=told.read)

    return (
        Gatherer(wants=DeskRecords, answer=answer),
        Gatherer(wants=AnnouncedWeaknesses, answer=announced),
    )


def _once(scene: Scene, settings: Callable[[Scene], Answer[Settings]]) -> Statement:
    """The statement, read and verified once a check."""
    if _MEMORY not in scene.memory:
        try:
            scene.memory[_MEMORY] = _statement(scene, settings)
        except _Refused as refused:
            scene.memory[_MEMORY] = refused
    found = scene.memory[_MEMORY]
    if isinstance(found, _Refused):
        raise found
    statement: Statement = found
    return statement


def _statement(scene: Scene, settings: Callable[[Scene], Answer[Settings]]) -> Statement:
    try:
        envelope = dsse.parse(_read(scene.desk.facts, dsse.LARGEST))
        signer = dsse.verify(envelope, _keys(scene, settings))
        if envelope.payloadType != desk_facts.PAYLOAD:
            raise _Refused(f"what is signed are no facts, but {envelope.payloadType[:100]!r}")
        statement = desk_facts.parse(envelope.content)
    except dsse.NoCryptographyError as error:
        raise _Refused(str(error)) from None
    except (dsse.BadSignatureError, dsse.NotAnEnvelopeError, NotFactsError) as error:
        raise _Refused(str(error)) from None
    key = statement.predicate.desk.key
    if key and key != signer:
        raise _Refused("they say that another key signed them")
    _of_these_days(statement, scene)
    return statement


def _of_these_days(statement: Statement, scene: Scene) -> None:
    facts = statement.predicate
    issued, ends = facts.issued_at.astimezone(UTC).date(), facts.valid_until.astimezone(UTC).date()
    if issued > scene.at:
        raise _Refused(f"they are from the future: issued on {issued}, checked for {scene.at}")
    if ends < scene.at:
        raise _Refused(f"they ended on {ends}; get new ones: troth-desk facts")
    if scene.at - issued > desk_facts.LONGEST_VALID:
        raise _Refused(f"they were issued on {issued}, more than {desk_facts.LONGEST_VALID.days} days ago")
    window = facts.window
    if window.until - window.since < desk_facts.LEAST_WINDOW and window.since > facts.records_since:
        days = (window.until - window.since).days
        least = desk_facts.LEAST_WINDOW.days
        raise _Refused(f"their window is {days} days, and the desk has older records; at least {least} count")


def _of_this_project(
    statement: Statement, scene: Scene, settings: Callable[[Scene], Answer[Settings]], document: str
) -> None:
    desk = statement.predicate.desk
    named = scene.desk.project or next((one.desk_project for one in settings(scene).found), "")
    if named:
        if desk.name != named:
            raise _Refused(f"they are of {desk.name!r}, not of {named!r}")
        return
    here = origin.address(scene.repository.root).lower()
    there = origin.address_in(desk.repository).lower()
    if here and there:
        if here != there:
            raise _Refused(f"they are of the repository {there}, this one is {here}")
        return
    text = scene.repository.text(document)
    if text is None or desk_facts.digest(text) not in statement.digests:
        raise _Refused(
            f"they were signed for another text than {document}; where the project is the same all the same, name it: "
            f"--desk-project {desk.name}"
        )


def _keys(scene: Scene, settings: Callable[[Scene], Answer[Settings]]) -> list[str]:
    """The keys that are trusted, in PEM."""
    texts = list(_texts(scene, settings))
    try:
        dsse.public_keys(texts)
    except ValueError as error:
        raise _Refused(f"the key of the desk cannot be used: {error}") from None
    return texts


def _texts(scene: Scene, settings: Callable[[Scene], Answer[Settings]]) -> Iterator[str]:
    if scene.desk.keys:
        for path in scene.desk.keys:
            yield _read(path, _LARGEST_KEY).decode("utf-8", "replace")
        return
    named = next((one.desk_key for one in settings(scene).found if one.desk_key), "")
    text = scene.repository.text(named or KEY)
    if text is None and named:
        raise _Refused(f"the key that troth.toml names is not in the tree: {named}")
    if text is None:
        raise _Refused(
            f"no key is trusted: put the desk's public key into {KEY}, name it in troth.toml ([desk] key), or hand it "
            "in: --desk-key FILE"
        )
    yield text


def _read(path: str, largest: int) -> bytes:
    try:
        with Path(path).open("rb") as opened:
            found = opened.read(largest + 1)
    except OSError as error:
        raise _Refused(f"{path} cannot be read: {error.strerror or error}") from None
    return found

"""What the team says and does in a case goes as mail to whom wrote by mail or gave an address: each thing once.

The rows of the conversation are the outbox. They are read by a cursor in the order of their numbers, which is that of
their commits: whoever writes to a case has taken the turn of the ledger before. Rows of cases in which nobody writes by
mail are passed over at once, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from troth_desk.cases.models import Case, EmbargoStep, Message, Transition
from troth_desk.cases.states import State, now_words
from troth_desk.ledger.actions import take_turn
from troth_desk.ledger.actor import ActorKind
from troth_desk.mailbox import queries, stopping
from troth_desk.mailbox.actions import answering, beginning
from troth_desk.mailbox.limits import PAGE
from troth_desk.mailbox.models import Choices, Thread
from troth_desk.notices import queries as of_notices
from troth_desk.tenants.models import Organisation

Row = TypeVar("Row", bound=Model)
MOST = 200
"""Rows of a kind that one round tells."""
_NOTHING = (
    "There is something new about your report. It stands on your page, and not in this mail, which goes out in clear."
)
_NO_WAY = (
    "There is something new about your report. You wrote encrypted, and we know no key of yours, so neither its words "
    f"nor the link to your page stand in this mail. {answering.NO_KEY}"
)
_STEPS = {
    "proposed": "We propose to keep silent until {until}. On your page you can agree, or propose another day.",
    "agreed": "We agree to keep silent until {until}.",
    "declined": "We do not agree to keep silent until {until}.",
    "active": "Both sides agree: the embargo holds until {until}.",
    "ended": "The embargo is over.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a participant is told: ``fact`` is the desk's sentence for it, ``words`` are the team's own.

    ``open``: the fact tells no more than the receipt did, and goes out in clear to everybody.
    """

    key: str
    case: Case
    at: datetime
    fact: str
    words: str = ""
    person: bool = True
    open: bool = False


def tell(organisation: Organisation, *, at: datetime) -> int:
    """Write the mails for what was said and done since the last time; how many."""
    if not of_notices.mail_is_set_up():
        return 0
    with transaction.atomic():
        if not (Thread.objects.filter(organisation=organisation).exists() or beginning.waits(organisation, at)):
            return 0
        take_turn(organisation.pk)
        told, _ = Choices.objects.get_or_create(organisation=organisation)
        written = beginning.begin(organisation, told, at)
        for kind in (_messages, _moves, _steps):
            for said in kind(organisation, told):
                for thread in queries.threads_of(said.case):
                    if thread.unproven and not told.news:
                        continue
                    if said.at > thread.begun_at:  # what was there when they began to write, the receipt has told
                        _write(thread, said, told, at)
                        written += 1
        told.save(update_fields=["told_participant", "told_message", "told_move", "told_step"])
    return written


def _behind(kind: type[Row], organisation: Organisation, after: int, case: str) -> tuple[list[Row], int]:
    """The next rows behind ``after`` of cases in which somebody writes by mail, and up to where there are no others.

    ``case`` is the way from a row to its case.
    """
    rows = kind._default_manager.filter(organisation=organisation)  # noqa: SLF001 - Django's documented way to it
    threads = Thread.objects.filter(organisation=organisation)
    found = rows.filter(**{"pk__gt": after, f"{case}__in": threads.values("participant__case")})
    next_ones = list(found.select_related(case).order_by("pk")[:MOST])
    if len(next_ones) == MOST:
        return next_ones, next_ones[-1].pk
    newest = rows.order_by("-pk").values_list("pk", flat=True).first()
    return next_ones, max(after, newest or 0)


def _messages(organisation: Organisation, told: Choices) -> Iterable[Said]:
    rows, told.told_message = _behind(Message, organisation, told.told_message, "case")
    for row in rows:
        if row.member_id is not None:
            yield Said(f"mail:message:{row.pk}", row.case, row.at, "", row.body)


def _moves(organisation: Organisation, told: Choices) -> Iterable[Said]:
    rows, told.told_move = _behind(Transition, organisation, told.told_move, "case")
    for row in rows:
        if row.before:
            person = _by_person(row.actor)
            yield Said(
                f"mail:move:{row.pk}",
                row.case,
                row.at,
                _moved(row),
                row.reason,
                person,
                row.after == State.ACKNOWLEDGED,
            )


def _moved(row: Transition) -> str:
    if row.after == State.ACKNOWLEDGED:
        return "A person of the team has your report, and confirms that it arrived."
    return now_words(State(row.after))


def _steps(organisation: Organisation, told: Choices) -> Iterable[Said]:
    rows, told.told_step = _behind(EmbargoStep, organisation, told.told_step, "embargo__case")
    for row in rows:
        case = row.embargo.case
        by_reporter = row.actor.startswith(ActorKind.REPORTER)
        if row.step not in _STEPS or by_reporter:
            continue
        until = f"{row.until:%d %B %Y, %H:%M} UTC" if row.until else "its end"
        fact = _STEPS[row.step].format(until=until)
        yield Said(f"mail:step:{row.pk}", case, row.at, fact, row.reason, _by_person(row.actor))


def _by_person(actor: str) -> bool:
    return actor.partition(":")[0] in {ActorKind.MEMBER, ActorKind.KEY}


def _write(thread: Thread, said: Said, told: Choices, at: datetime) -> None:
    """Write one mail: its words encrypted where a key is known, in clear where both sides may, else none of them."""
    key = answering.certificate(thread.participant)
    in_clear = thread.clear and told.words_in_clear
    confidential = key is not None and not in_clear
    speaks = key is not None or in_clear
    reference = said.case.reference
    lost = answering.out_of_reach(thread)
    if speaks:
        parts = list(filter(None, (said.fact, said.words)))
    else:
        hidden = _NO_WAY if lost else _NOTHING
        parts = [said.fact] if said.open else []
        parts += [hidden] if said.words or not said.open else []
    page = PAGE if thread.link_sealed and (thread.clear or key is not None) else "see the link that you have"
    end = "" if lost else f"\nYour page: {page}"
    if thread.unproven:
        end += f"\nNo more of these mails: {stopping.address(thread)}"
    parts.append(f"-- \n{thread.organisation.name}, about {reference}{end}")
    answering.send(
        thread,
        key=f"{said.key}:{thread.pk}",
        title=_title(thread, reference, speaks=speaks),
        body="\n\n".join(parts),
        at=at,
        confidential=confidential,
        automatic=not (said.person and (speaks or said.open)),
    )


def _title(thread: Thread, reference: str, *, speaks: bool) -> str:
    if not speaks or not thread.subject:
        return f"About your report {reference}"
    subject = thread.subject if thread.subject.lower().startswith("re:") else f"Re: {thread.subject}"
    return f"{subject[:150]} [{reference}]"

"""Events leave the ledger once, are signed, tried again, and given up in words; nothing of a report goes with them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from desk.servers.web import Web
from troth_desk import outward
from troth_desk.cases import actions as cases
from troth_desk.cases.actions import Report
from troth_desk.cases.models import State
from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.webhooks import actions, delivery, jobs, payload, signing
from troth_desk.webhooks.kinds import KINDS
from troth_desk.webhooks.models import Delivery, DeliveryState, Subscription, SubscriptionState

pytestmark = pytest.mark.django_db
Hook = tuple[Subscription, str]
SECOND = timedelta(seconds=1)
WORDS = "zebra"


def happens(organisation: Organisation, at: datetime, action: str = "clock.breached", **detail: Any) -> None:
    with transaction.atomic():
        record(organisation.pk, action, "case:TR-7K3MQ9TD", detail or {"clock": 1}, by=SYSTEM, at=at)


def send(organisation: Organisation, at: datetime) -> list[delivery.Outcome]:
    """Everything that is due at ``at``."""
    actions.gather(organisation, at=at)
    found = []
    while (outcome := delivery.deliver_next(organisation, at)) is not None:
        found.append(outcome)
    return found


def sent() -> list[dict[str, Any]]:
    return [json.loads(body) for _, _, _, body in Web.asked]


def answers(status: int, **headers: str) -> None:
    Web.answers["/hook"] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


def verified(secret: str) -> bool:
    """As a receiver verifies: its own arithmetic, over the bytes that came."""
    _, _, headers, body = Web.asked[-1]
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(base64.b64decode(secret[6:]), content, hashlib.sha256)).decode()
    return f"v1,{expected}" in headers["webhook-signature"].split(" ")


def test_an_event_is_sent_signed(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(204)
    happens(organisation, at, clock=7, action="clock.breached")
    assert send(organisation, at) == [delivery.Outcome(204)]
    made = Delivery.objects.get()
    assert (made.state, made.tries, made.status) == (DeliveryState.TAKEN, 1, 204)
    [(method, _, headers, _)] = Web.asked
    assert (method, headers["Content-Type"], headers["webhook-id"]) == ("POST", "application/json", made.message_id)
    assert headers["webhook-timestamp"] == str(int(at.timestamp()))
    assert verified(hook[1])
    [event] = sent()
    assert event["type"] == "clock.breached"
    assert event["timestamp"] == at.isoformat()
    assert event["data"] == {
        "organisation": "harbour", "seq": made.seq, "subject": "case:TR-7K3MQ9TD", "by": "system", "case": "TR-7K3MQ9TD",
        "url": event["data"]["url"], "clock": 7,
    }  # fmt: skip
    assert event["data"]["url"].endswith("/o/harbour/cases/TR-7K3MQ9TD/")


def test_nothing_is_told_twice_and_nothing_of_before(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(200)
    happens(organisation, at)
    assert [len(send(organisation, at + n * SECOND)) for n in range(3)] == [1, 0, 0]
    happens(organisation, at)
    happens(organisation, at)
    assert len(send(organisation, at)) == 2
    assert len({event["data"]["seq"] for event in sent()}) == 3


def test_what_was_not_asked_for_is_not_told(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(200)
    actions.change(hook[0], name="p", url=hook[0].url, kinds=["clock.met"], by=SYSTEM, at=at)
    happens(organisation, at)
    happens(organisation, at, "clock.met")
    happens(organisation, at, "note.written")
    send(organisation, at)
    assert [event["type"] for event in sent()] == ["clock.met"]


def test_what_was_rolled_back_did_not_happen(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(200)
    with transaction.atomic():
        happens(organisation, at)
        transaction.set_rollback(True)
    assert send(organisation, at) == []


def test_two_workers_make_each_delivery_once(organisation: Organisation, hook: Hook, at: datetime) -> None:
    """The second one read the cursor before the first moved it."""
    happens(organisation, at)
    late = Subscription.objects.get()
    assert actions.gather(organisation, at=at) == 1
    assert actions._gather(late, late.cursor + 1, at) == 0
    assert Delivery.objects.count() == 1


def test_many_events_are_made_in_batches(
    organisation: Organisation, hook: Hook, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 3)
    for _ in range(7):
        happens(organisation, at)
    assert actions.gather(organisation, at=at) == 7
    assert list(Delivery.objects.order_by("seq").values_list("seq", flat=True)) == [
        hook[0].cursor + 2 + n for n in range(7)
    ]


def test_no_words_of_a_report_leave(
    organisation: Organisation, project: Project, hook: Hook, owner: Membership, at: datetime
) -> None:
    """The whole life of a case, in words that are known again."""
    answers(200)
    report = Report(title=f"{WORDS} title", description=f"{WORDS} " * 30, contact=f"{WORDS}@example.org")
    opened = cases.open_case(project, report, origin="form", by=SYSTEM, at=at)
    case, by = opened.case, owner.actor
    cases.say(case, f"{WORDS} message", by=by, at=at, member=owner)
    cases.note(case, f"{WORDS} note", by=by, at=at, member=owner)
    for state in (State.ACKNOWLEDGED, State.ASSESSING):
        cases.move(case, state, by=by, at=at)
    cases.rate(case, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", by=by, at=at)
    cases.invite(case, "vendor", f"{WORDS}@example.org", by=by, at=at)
    cases.move(case, State.REJECTED, by=by, at=at, reason=f"{WORDS} reason")
    while send(organisation, at):
        pass
    assert {"case.opened", "case.moved", "case.rated", "message.sent", "participant.invited"} <= {
        event["type"] for event in sent()
    }
    everything = b"".join(body for _, _, _, body in Web.asked).decode()
    assert WORDS not in everything
    assert "digest" not in everything
    assert "note" not in everything
    assert owner.user.email not in everything
    for entry in Entry.objects.all():
        for value in json.loads(entry.body)["detail"].values():
            if isinstance(value, str) and len(value) == 64:
                assert value not in everything, "a digest of somebody's words confirms a guess"


def test_every_kind_is_one_of_the_ledger() -> None:
    assert all(name.count(".") == 1 for name in KINDS)
    assert not any("digest" in fact for kind in KINDS.values() for fact in kind.facts)


@pytest.mark.parametrize(
    ("status", "words"),
    [(500, "answers 500"), (404, "answers 404"), (302, "leads elsewhere"), (200, "")],
)
def test_what_counts_as_taken(organisation: Organisation, hook: Hook, at: datetime, status: int, words: str) -> None:
    answers(status, Location="/elsewhere")
    happens(organisation, at)
    [outcome] = send(organisation, at)
    assert (outcome.status, bool(outcome.failure)) == (status, status != 200)
    assert words in Delivery.objects.get().failure
    assert len(Web.asked) == 1


def test_a_failure_is_tried_again_later_each_time_and_given_up_at_last(
    organisation: Organisation, hook: Hook, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "GIVEN_UP_AFTER", timedelta(days=900))
    answers(400)
    happens(organisation, at)
    when = at
    for tries, wait in enumerate((*delivery.BACKOFF, None), 1):
        assert len(send(organisation, when)) == 1
        made = Delivery.objects.get()
        assert made.tries == tries
        if wait is not None:
            assert (made.state, made.due_at) == (DeliveryState.WAITING, when + wait)
            assert send(organisation, when + wait - SECOND) == []
            when += wait
    assert made.state == DeliveryState.FAILED
    assert len({headers["webhook-id"] for _, _, headers, _ in Web.asked}) == 1, "the same event, the same id"
    assert len({body for _, _, _, body in Web.asked}) == 1
    assert actions.send_again(made, by=SYSTEM, at=when)
    assert not actions.send_again(made, by=SYSTEM, at=when)
    answers(200)
    assert send(organisation, when) == [delivery.Outcome(200)]


def test_an_event_that_is_refused_does_not_hold_up_others(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(422)
    happens(organisation, at)
    send(organisation, at)
    answers(200)
    happens(organisation, at)
    assert send(organisation, at) == [delivery.Outcome(200)]


def test_a_receiver_that_is_down_is_left_alone_longer_each_time_then_told_everything(
    organisation: Organisation, hook: Hook, at: datetime
) -> None:
    answers(503)
    for _ in range(3):
        happens(organisation, at)
    when = at
    for pause in delivery.PAUSES[:4]:
        assert len(send(organisation, when)) == 1, "one try, whatever waits"
        assert send(organisation, when + pause - SECOND) == []
        when += pause
    answers(200)
    assert send(organisation, when) == [delivery.Outcome(200)] * 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.TAKEN}
    hook[0].refresh_from_db()
    assert (hook[0].failing_since, hook[0].failures, hook[0].resume_at) == (None, 0, None)


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("7200", timedelta(hours=2)),
        ("Mon, 02 Mar 2026 12:00:00 GMT", timedelta(hours=3)),
        ("99999999999999", timedelta(days=1)),
        ("soon", delivery.PAUSES[0]),
        ("-5", delivery.PAUSES[0]),
        ("\u0663", delivery.PAUSES[0]),
    ],
)
def test_a_receiver_may_ask_for_time(
    organisation: Organisation, hook: Hook, at: datetime, said: str, pause: timedelta
) -> None:
    asked = delivery._asked_to_wait(outward.Answer(429, {"retry-after": said}, b"", ""), at)
    happens(organisation, at)
    actions.gather(organisation, at=at)
    claimed = delivery._claim(organisation, at)
    assert claimed is not None
    delivery._settle(organisation, claimed, delivery.Outcome(429, "It answers 429.", asked), at)
    hook[0].refresh_from_db()
    assert hook[0].resume_at == at + pause


def test_after_days_of_failure_it_is_switched_off_and_said_so(
    organisation: Organisation, hook: Hook, at: datetime
) -> None:
    answers(500)
    happens(organisation, at)
    send(organisation, at)
    late = at + delivery.GIVEN_UP_AFTER
    happens(organisation, late - SECOND)
    send(organisation, late - SECOND)
    hook[0].refresh_from_db()
    assert hook[0].state == SubscriptionState.ON
    late += timedelta(hours=2)
    send(organisation, late)
    hook[0].refresh_from_db()
    assert hook[0].state == SubscriptionState.GIVEN_UP
    assert "5 days" in hook[0].reason
    notice = Notice.objects.get()
    assert "“pager” is switched off" in notice.title
    assert Entry.objects.filter(action="webhook.switched_off", subject=f"webhook:{hook[0].pk}").count() == 1
    asked = len(Web.asked)
    happens(organisation, late)
    assert send(organisation, late + timedelta(days=1)) == []
    assert len(Web.asked) == asked
    answers(200)
    assert actions.switch_on(hook[0], catch_up=True, by=SYSTEM, at=late)
    assert send(organisation, late) == [delivery.Outcome(200)] * 3, "what waited and what happened meanwhile"


def test_switched_on_from_now_on(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(200)
    assert actions.switch_off(hook[0], by=SYSTEM, at=at)
    assert not actions.switch_off(hook[0], by=SYSTEM, at=at)
    happens(organisation, at)
    assert actions.switch_on(hook[0], catch_up=False, by=SYSTEM, at=at)
    assert not actions.switch_on(hook[0], catch_up=False, by=SYSTEM, at=at)
    assert send(organisation, at) == []


def test_gone_for_good(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(410)
    happens(organisation, at)
    send(organisation, at)
    hook[0].refresh_from_db()
    assert (hook[0].state, "410" in hook[0].reason) == (SubscriptionState.GIVEN_UP, True)


def test_a_worker_that_died_leaves_its_lease(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(200)
    happens(organisation, at)
    actions.gather(organisation, at=at)
    slow = delivery._claim(organisation, at)
    assert slow is not None
    assert delivery.deliver_next(organisation, at + SECOND) is None, "another worker is at it"
    assert delivery.deliver_next(organisation, at + delivery.LEASE) == delivery.Outcome(200)
    delivery._settle(organisation, slow, delivery.Outcome(None, "too late"), at + delivery.LEASE)
    made = Delivery.objects.get()
    assert (made.state, made.failure) == (DeliveryState.TAKEN, "")


def test_a_clock_that_was_ahead_holds_nothing_up(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(503)
    happens(organisation, at)
    ahead = at + timedelta(days=400)
    send(organisation, ahead)
    answers(200)
    assert [outcome.failure for outcome in send(organisation, at)] == [""]
    happens(organisation, at)
    actions.gather(organisation, at=at)
    assert delivery._claim(organisation, ahead) is not None  # a worker that dies
    assert delivery.deliver_next(organisation, at) == delivery.Outcome(200)


def test_who_recovers_waits_for_whoever_switches_it_on(
    organisation: Organisation, hook: Hook, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both change the webhook and its deliveries; who takes them in another order than the other waits for ever."""
    turns: list[int] = []
    monkeypatch.setattr(delivery, "take_turn", turns.append)
    answers(200)
    happens(organisation, at)
    send(organisation, at)
    assert turns == [], "what is taken holds up nobody"
    answers(503)
    happens(organisation, at)
    send(organisation, at)
    answers(200)
    send(organisation, at + 2 * delivery.BACKOFF[0])
    assert turns == [organisation.pk] * 2
    hook[0].refresh_from_db()
    assert (hook[0].failing_since, hook[0].failures) == (None, 0)


def test_a_name_that_became_private_is_not_asked(
    organisation: Organisation, hook: Hook, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.change(hook[0], name="p", url="https://hook.example.org/", kinds=list(KINDS), by=SYSTEM, at=at)
    monkeypatch.setattr("troth_desk.outward.door.resolved", lambda *_: ["169.254.169.254"])
    happens(organisation, at)
    send(organisation, at)
    assert "no machine of the public internet" in Delivery.objects.filter(kind="clock.breached").get().failure
    assert Web.asked == []


def test_after_a_rotation_both_secrets_verify_for_a_day(organisation: Organisation, hook: Hook, at: datetime) -> None:
    answers(200)
    subscription, old = hook
    new = actions.rotate(subscription, by=SYSTEM, at=at)
    happens(organisation, at)
    send(organisation, at)
    assert verified(new)
    assert verified(old)
    happens(organisation, at)
    send(organisation, at + actions.OVERLAP)
    assert verified(new)
    assert not verified(old)


def test_another_key_is_said_in_words(organisation: Organisation, hook: Hook, at: datetime, settings: Any) -> None:
    settings.WEBHOOK_KEY = "another"
    happens(organisation, at)
    send(organisation, at)
    assert "make a new secret" in Delivery.objects.get().failure
    settings.WEBHOOK_KEY = "another"
    secret = actions.rotate(hook[0], by=SYSTEM, at=at)
    answers(200)
    assert signing.opened(Subscription.objects.get().secret) == secret
    assert send(organisation, at + timedelta(hours=1)) == [delivery.Outcome(200)], "the former one is left out"


def test_a_round_does_it_all(
    organisation: Organisation, hook: Hook, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(200)
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    happens(organisation, at)
    actions.test(hook[0], by=SYSTEM, at=at)
    assert jobs.deliver(organisation, at) == 2
    assert jobs.deliver(organisation, at) == 0
    assert {event["type"] for event in sent()} == {"clock.breached", "test.sent"}
    assert jobs.forget(organisation, at + actions.KEPT) == 0
    assert jobs.forget(organisation, at + actions.KEPT + SECOND) == 2


def test_of_another_organisation_nothing_is_told(
    organisation: Organisation, other_organisation: Organisation, hook: Hook, at: datetime
) -> None:
    answers(200)
    with scope.inside(other_organisation):
        happens(other_organisation, at)
        assert send(other_organisation, at) == []
    assert send(organisation, at) == []


@pytest.mark.parametrize(
    "said", ["Mon, 99999999999999999999 Jan 2026 00:00:00 GMT", "Mon, 1 Jan 2026 0:0:0 +9" + "9" * 30]
)
def test_a_receiver_that_asks_for_no_time_there_is_blocks_nothing(
    organisation: Organisation, hook: Hook, at: datetime, said: str
) -> None:
    answers(503, Retry_After=said)
    happens(organisation, at)
    assert [each.status for each in send(organisation, at)] == [503]
    assert Delivery.objects.get().claimed_until is None


def test_an_event_that_cannot_be_made_holds_up_no_other(
    organisation: Organisation, hook: Hook, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(200)
    happens(organisation, at, clock=1)
    happens(organisation, at, clock=2)
    make = payload.body

    def broken(organisation: Organisation, one: Delivery, entry: Entry | None) -> bytes:
        if one.pk == Delivery.objects.order_by("seq")[0].pk:
            raise KeyError(one.kind)
        return make(organisation, one, entry)

    monkeypatch.setattr(payload, "body", broken)
    first = send(organisation, at)
    assert first[0].failure == "The desk itself failed (KeyError); its log says where."
    send(organisation, at + 11 * SECOND)
    assert [event["data"]["clock"] for event in sent()] == [2]


def test_a_receiver_that_takes_its_time_leaves_some_to_others(
    organisation: Organisation, owner: Membership, hook: Hook, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer of the first one takes nine seconds; the worker is nobody's alone."""
    now, asked = [at], list[str]()
    actions.subscribe(
        organisation, name="quick", url=f"{hook[0].url}?quick", kinds=list(KINDS), member=owner, by=SYSTEM, at=at
    )
    for _ in range(40):
        happens(organisation, at)

    def post(url: str, *_: object, **__: object) -> outward.Answer:
        asked.append("quick" if "quick" in url else "slow")
        now[0] += timedelta(seconds=0 if "quick" in url else 9)
        return outward.Answer(200, {}, b"", url)

    monkeypatch.setattr("troth_desk.clock.now", lambda: now[0])
    monkeypatch.setattr(outward, "post", post)
    jobs.deliver(organisation, at)
    assert asked.count("slow") == 2
    assert asked.count("quick") == 40
    assert now[0] - at <= jobs.LONGEST

"""Monitoring and failed logins: the same alert twice is one incident, those that come together are one, an end is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from troth_desk.incidents import actions, alerting, jobs
from troth_desk.incidents.models import Alert, Entry, Incident
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import EventKind, Membership
from troth_desk.people.monitoring import saw
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation, Project

HOUR = timedelta(hours=1)


def message(*alerts: dict[str, Any], group: str = '{}:{alertname="Down"}') -> dict[str, Any]:
    """What Alertmanager sends (version 4)."""
    return {"version": "4", "groupKey": group, "receiver": "desk", "status": "firing", "alerts": list(alerts)}


def alert(
    name: str = "Down", status: str = "firing", starts: str = "2026-03-02T08:30:00Z", **labels: str
) -> dict[str, Any]:
    return {
        "status": status,
        "labels": {"alertname": name, "severity": "warning", "instance": "web-1"} | labels,
        "annotations": {"summary": f"{name} on web-1", "description": "It does not answer."},
        "startsAt": starts,
        "endsAt": "0001-01-01T00:00:00Z",
        "fingerprint": f"{name}-{labels.get('instance', 'web-1')}",
    }


@pytest.fixture
def send(
    client: Client, project: Project, policy: PolicyVersion, program: Callable[..., dict[str, str]],
    monkeypatch: pytest.MonkeyPatch, at: datetime,
) -> Callable[..., tuple[int, Any]]:  # fmt: skip
    headers = program("alerts:send")

    def sent(body: Any, after: timedelta = timedelta()) -> tuple[int, Any]:
        monkeypatch.setattr("troth_desk.clock.now", lambda: at + after)
        answer = client.post(
            f"/api/v1/alerts?project={project.slug}", json.dumps(body), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json()

    return sent


def test_an_alert_becomes_an_incident_once(send: Callable[..., tuple[int, Any]], at: datetime) -> None:
    status, told = send(message(alert()))
    assert (status, told["alerts"][0]["new"]) == (200, True)
    again = send(message(alert()), HOUR)[1]
    assert again["alerts"] == [told["alerts"][0] | {"new": False}]
    made = Incident.objects.get()
    assert (made.title, made.severity, made.origin) == ("Down on web-1", "medium", "alert")
    assert made.happened_at == at - timedelta(minutes=30)
    assert Alert.objects.get().count == 2


def test_what_comes_together_is_one_incident(send: Callable[..., tuple[int, Any]]) -> None:
    told = send(message(alert(), alert("Slow"), alert(instance="web-2")))[1]
    assert [each["new"] for each in told["alerts"]] == [True, False, False]
    assert Incident.objects.count() == 1
    assert Alert.objects.count() == 3
    assert Entry.objects.filter(words__startswith="Also: Slow").exists()
    send(message(alert("Other"), group="another"))
    assert Incident.objects.count() == 2


def test_an_end_is_told_and_a_return_too(send: Callable[..., tuple[int, Any]]) -> None:
    send(message(alert()))
    send(message(alert(status="resolved")), HOUR)
    send(message(alert(status="resolved")), 2 * HOUR)
    send(message(alert()), 3 * HOUR)
    assert [one.words for one in Entry.objects.all()] == [
        "The alert “Down on web-1” says that it is over.",
        "The alert “Down on web-1” came back.",
    ]
    assert Incident.objects.get().state == "open"


def test_an_end_that_nobody_knew_of_is_nothing(send: Callable[..., tuple[int, Any]]) -> None:
    assert send(message(alert(status="resolved")))[1]["alerts"][0]["incident"] == ""
    assert not Incident.objects.exists()


def test_an_alert_that_goes_on_opens_no_second_incident_and_a_new_one_does(
    send: Callable[..., tuple[int, Any]], at: datetime
) -> None:
    send(message(alert()))
    actions.close(Incident.objects.get(), "false alarm", "A broken probe.", by=SYSTEM, at=at + HOUR)
    assert send(message(alert()), 5 * HOUR)[1]["alerts"][0]["new"] is False
    send(message(alert(status="resolved")), 6 * HOUR)
    assert send(message(alert(starts="2026-03-02T16:00:00Z")), 8 * HOUR)[1]["alerts"][0]["new"] is True
    assert Incident.objects.count() == 2


def test_a_plain_alert_names_its_class(send: Callable[..., tuple[int, Any]]) -> None:
    plain = {"key": "disk-7", "title": "Nobody can log in", "severity": "critical", "class": "Service Disruption"}
    assert send(plain)[0] == 200
    made = Incident.objects.get()
    assert (made.incident_class, made.severity) == ("service disruption", "critical")
    send(plain | {"state": "resolved"}, HOUR)
    assert Alert.objects.get().resolved_at is not None


@pytest.mark.parametrize(
    "body",
    [{}, [], {"key": "a"}, {"title": "a"}, {"alerts": 3}, {"alerts": [{"labels": {}}]}, {"alerts": [{}] * 501},
     {"key": "a", "title": "b", "state": "?"}],
)  # fmt: skip
def test_what_is_no_alert_is_refused(send: Callable[..., tuple[int, Any]], body: Any) -> None:
    assert send(body)[0] == 422
    assert not Incident.objects.exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["alerts", "labels", "annotations", "alertname", "summary", "key", "title", "state", "startsAt",
                         "fingerprint", "groupKey", "severity", "url"]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(JSON | st.dictionaries(st.sampled_from(["alerts", "groupKey"]), st.lists(JSON)))
@settings(max_examples=200, deadline=None)
def test_any_json_is_read_or_refused(body: Any) -> None:
    try:
        found = alerting.read(json.dumps(body).encode())
    except alerting.UnreadableAlertError:
        return
    assert all(one.title and len(one.title) <= alerting.LONGEST for one in found)


@pytest.mark.parametrize("odd", ["\ud800", "\0"], ids=["half a pair of UTF-16", "zero byte"])
def test_words_that_no_database_keeps_lose_no_alert(send: Callable[..., tuple[int, Any]], odd: str) -> None:
    plain = dict.fromkeys(("key", "title", "description", "class", "group", "url"), f"x{odd}y")
    assert send(plain)[0] == 200
    told = alert()
    told["annotations"]["description"] = told["labels"]["alertname"] = f"x{odd}y"
    assert send(message(told))[0] == 200
    assert Incident.objects.count() == 2


def test_a_burst_of_failed_logins_is_an_incident_once(
    organisation: Organisation, project: Project, policy: PolicyVersion, responder: Membership, at: datetime
) -> None:
    saw(organisation, EventKind.FAILED_LOGINS, key="a", by=SYSTEM, at=at, member=responder, detail={"count": 12})
    for minutes in (1, 2):
        jobs.see_bursts(organisation, at + timedelta(minutes=minutes))
    made = Incident.objects.get()
    assert (made.incident_class, made.playbook, made.origin) == ("account takeover", "authentication-bypass", "logins")
    saw(organisation, EventKind.FAILED_LOGINS, key="b", by=SYSTEM, at=at, detail={"count": 60, "accounts": 9})
    jobs.see_bursts(organisation, at + timedelta(minutes=3))
    assert Incident.objects.count() == 1
    assert Entry.objects.get().words.startswith("Also: 60 logins failed")


def test_what_is_long_ago_or_of_a_foreign_team_is_none(
    organisation: Organisation, project: Project, other_organisation: Organisation, at: datetime
) -> None:
    saw(organisation, EventKind.FAILED_LOGINS, key="a", by=SYSTEM, at=at - 2 * HOUR, detail={"count": 60})
    saw(organisation, EventKind.EXPORT, key="b", by=SYSTEM, at=at, detail={"what": "cases"})
    jobs.see_bursts(organisation, at)
    assert not Incident.objects.exists()

"""What incidents show of the classes and phases of the policy, up to the verdict of the control."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.incidents.going import go_through, tick
from troth.controls import desk_record
from troth.terms.verdict import Standing, Verdict
from troth_desk.incidents import actions, queries
from troth_desk.incidents.actions import Declared
from troth_desk.incidents.models import Incident
from troth_desk.ledger.actor import Actor
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.proofs import facts
from troth_desk.tenants.models import Project

DAY = timedelta(days=1)


def verdicts(project: Project, at: datetime) -> dict[str, Verdict]:
    """What the control says of each class and phase, by the facts of the desk as they are now."""
    version = policies.current_version(project)
    assert version is not None
    records = facts.records(project, at)
    answers = facts.answers(records, ["SECURITY.md"])
    found = {}
    for name, one in policies.commitments(version).items():
        if one.kind in {"incident_class", "incident_phase"}:
            wanted = {want: answers.get(want) for want in desk_record.CONTROL.wants(one)}
            given = type(answers)({want: answer for want, answer in wanted.items() if answer is not None})
            found[name] = desk_record.CONTROL.judge(one, given, at.date())
    return found


def test_without_an_incident_nothing_is_shown(project: Project, policy: PolicyVersion, at: datetime) -> None:
    found = verdicts(project, at + DAY)
    assert len(found) == 9
    assert {each.standing for each in found.values()} == {Standing.UNPROVEN}
    assert "no incident since" in found["incident-phase-detection"].reason


def test_an_incident_that_went_through_shows_its_class_and_phases(incident: Incident, by: Actor, at: datetime) -> None:
    end = go_through(incident, by, at)
    assert verdicts(incident.project, end)["incident-phase-detection"].standing == Standing.UNPROVEN  # not over yet
    actions.close(incident, "handled", by=by, at=end)
    found = verdicts(incident.project, end + DAY)
    kept = {name for name, each in found.items() if each.standing == Standing.KEPT}
    assert kept == {name for name in found if "phase" in name} | {"incident-class-service-disruption"}
    assert found["incident-phase-recovery"].reason.startswith("once as promised")


def test_a_phase_that_was_left_out_or_not_ticked_shows_nothing(incident: Incident, by: Actor, at: datetime) -> None:
    tick(incident, by, at)
    actions.move(incident, 3, "It was plain.", by=by, at=at)
    actions.move(incident, 4, "No time.", by=by, at=at)
    end = go_through(incident, by, at)
    actions.close(incident, "handled", by=by, at=end)
    found = verdicts(incident.project, end + DAY)
    assert found["incident-phase-detection"].standing == Standing.KEPT
    assert found["incident-phase-assessment"].standing == Standing.UNPROVEN
    assert found["incident-phase-containment"].standing == Standing.UNPROVEN
    assert found["incident-class-service-disruption"].standing == Standing.UNPROVEN


def test_a_false_alarm_shows_nothing(incident: Incident, by: Actor, at: datetime) -> None:
    end = go_through(incident, by, at)
    actions.close(incident, "false alarm", "A broken probe.", by=by, at=end)
    assert {each.standing for each in verdicts(incident.project, end + DAY).values()} == {Standing.UNPROVEN}


def test_an_exercise_shows_it_and_is_said_to_be_one(
    project: Project, policy: PolicyVersion, by: Actor, at: datetime
) -> None:
    made = actions.open_incident(
        project, Declared(title="What if", incident_class="leak of data", exercise=True), by=by, at=at
    )
    end = go_through(made, by, at)
    actions.close(made, "handled", by=by, at=end)
    found = verdicts(project, end + DAY)["incident-class-leak-of-data"]
    assert (found.standing, found.reason.rpartition(",")[2]) == (Standing.KEPT, " in exercises alone")


def test_what_ended_before_the_window_shows_nothing(incident: Incident, by: Actor, at: datetime) -> None:
    end = go_through(incident, by, at)
    actions.close(incident, "handled", by=by, at=end)
    assert not queries.handled_between(incident.project, end + DAY, end + 9 * DAY).exists()
    assert verdicts(incident.project, end + 400 * DAY)["incident-phase-recovery"].standing == Standing.UNPROVEN

"""What an export of everything holds of incidents and playbooks."""

from __future__ import annotations

from troth_desk.backups.kind import Kind

_PHASE = (
    Kind(
        "criteria",
        "incidents_criterion",
        "id part ordinal words ticked_at ticked_by",
        "what had to be so before it was entered or left",
        by="phase_id",
    ),
)
_REVIEW = (
    Kind(
        "actions",
        "incidents_reviewaction",
        "id words owner_id due_at obligation actor added_at",
        "what the review found to be done",
        by="review_id",
    ),
)
_INCIDENT = (
    Kind(
        "phases",
        "incidents_phase",
        "id ordinal name kinds commitment document line sentence entered_at left_at complete reason",
        "its phases, as the policy names them",
        _PHASE,
        by="incident_id",
    ),
    Kind("moves", "incidents_move", "id before after unmet reason actor at", "from phase to phase", by="incident_id"),
    Kind(
        "tasks",
        "incidents_task",
        "id phase_id ordinal words role owner_id source within basis counts_from due_at state record settled_by "
        "settled_at added_at",
        "what was to be done, and what became of it",
        by="incident_id",
    ),
    Kind(
        "timeline",
        "incidents_entry",
        "id kind words corrects_id member_id actor happened_at written_at",
        "facts and decisions, when they happened and when they were written",
        by="incident_id",
    ),
    Kind("roles", "incidents_roleheld", "id role member_id since until", "who had which role", by="incident_id"),
    Kind(
        "affected",
        "incidents_affected",
        "id name case=case__reference state note actor added_at changed_at",
        "systems that were affected, and cases that belong to it",
        by="incident_id",
    ),
    Kind(
        "ratings",
        "incidents_severitychange",
        "id before after reason actor at",
        "how severe it was thought to be",
        by="incident_id",
    ),
    Kind(
        "communications",
        "incidents_communication",
        "id to_whom way words member_id actor told_at written_at",
        "who was told what, when, by which way",
        by="incident_id",
    ),
    Kind(
        "alerts",
        "incidents_alert",
        "id project_id source fingerprint group title labels current resolved_at count first_at last_at",
        "what monitoring told; fingerprints are digests of its keys",
        by="incident_id",
    ),
    Kind(
        "review",
        "incidents_review",
        "id due_at held_at summary causes went_well went_badly actor",
        "the look back",
        _REVIEW,
        by="incident_id",
        one=True,
    ),
)
INCIDENTS = Kind(
    "incidents",
    "incidents_incident",
    "id reference project_id project=project__slug policy_id policy_version=policy__number title summary "
    "incident_class level severity exercise origin state phase outcome outcome_reason "
    "merged_into=merged_into__reference happened_at detected_at opened_at changed_at closed_at playbook "
    "playbook_number playbook_text",
    "incidents and exercises, and everything that was done in them",
    _INCIDENT,
    at_a_time=50,
)
PLAYBOOKS = Kind(
    "playbooks",
    "incidents_playbooktext",
    "id project_id project=project__slug slug number title text digest origin retired actor at",
    "each version of each playbook that the team wrote",
)

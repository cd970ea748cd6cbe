"""What a team owns: which columns of which tables an export of everything holds, and why the others are left out.

Columns are named one by one, so that a new one is in no export before somebody has thought of it; a test walks every
table and column of the desk and wants it here. A column is ``name`` or ``name=look__up``, with ``|how`` where its value
is not told as it lies there (see ``shapes``).
"""

from __future__ import annotations

from collections.abc import Iterator

from troth_desk.backups.incident_kinds import INCIDENTS, PLAYBOOKS
from troth_desk.backups.kind import Kind

__all__ = ("COLUMNS_LEFT_OUT", "KINDS", "LEFT_OUT", "OWN_FORM", "Kind", "every")

_CASE = (
    Kind("transitions", "cases_transition", "id before after reason actor at", "moves between states", by="case_id"),
    Kind(
        "ratings",
        "cases_rating",
        "id vector score severity document line actor at",
        "ratings of severity; the last one counts",
        by="case_id",
    ),
    Kind(
        "participants",
        "cases_participant",
        "id role contact credit credit_name joined_at left_at",
        "people outside of the team, with the contact that they gave",
        (
            Kind(
                "thread",
                "mailbox_thread",
                "id address ours subject clear link_told sent unproven mailbox written_at begun_at ended_at",
                "how the desk writes to them by mail",
                by="participant_id",
                one=True,
            ),
        ),
        by="case_id",
    ),
    Kind(
        "messages",
        "cases_message",
        "id participant_id member_id body at",
        "words between the team and participants",
        by="case_id",
    ),
    Kind("notes", "cases_note", "id member_id body at", "words of the team to itself", by="case_id"),
    Kind(
        "embargo",
        "cases_embargo",
        "id state until proposed_until proposed_by proposed_at answer_by team_agreed default_until document line "
        "sentence warned_at ended_at ended_reason",
        "the agreement to keep silent, and what happened to it",
        (
            Kind("history", "cases_embargostep", "id step until reason actor at", "its steps", by="embargo_id"),
            Kind("consents", "cases_consent", "id participant_id state until at", "who agreed", by="embargo_id"),
        ),
        by="case_id",
        one=True,
    ),
    Kind(
        "bounties",
        "cases_bountydecision",
        "id decision amount reason member_id at",
        "decisions on bounties",
        by="case_id",
    ),
    Kind(
        "duties",
        "cases_duty",
        "id kind severity words document version line group collected_for state record actor at done_at",
        "what the policy promises for a severity, and what was done",
        by="case_id",
    ),
    Kind(
        "alarms",
        "cases_alarm",
        "id reason contact document line key raised_at taken_by_id taken_at",
        "calls to the emergency contact",
        by="case_id",
    ),
    Kind("receipt", "intake_receipt", "id envelope|parsed at", "the signed receipt (DSSE)", by="case_id", one=True),
)

KINDS: tuple[Kind, ...] = (
    Kind("organisation", "tenants_organisation", "id slug name zone created_at", "the team"),
    Kind(
        "projects",
        "tenants_project",
        "id slug name repository_url|bare status_page example created_at",
        "what has a security policy",
        (Kind("mail_addresses", "mailbox_projectaddress", "id address", "addresses that mean it", by="project_id"),),
    ),
    Kind(
        "people",
        "people_membership",
        "id name=user__first_name surname=user__last_name email=user__email role created_at ended_at",
        "members of the team; `member_id` elsewhere and `member:ID` in `actor` mean their id",
        (
            Kind("mail_choice", "notices_mailchoice", "id pace", "how often they are mailed", by="member_id", one=True),
            Kind("saved_views", "today_savedview", "id name query created_at", "kept views of cases", by="member_id"),
            Kind(
                "calendar_links",
                "today_calendarlink",
                "id mine created_at used_at revoked_at",
                "addresses for calendar programs, without their secret",
                by="member_id",
            ),
        ),
    ),
    Kind(
        "invitations",
        "people_invitation",
        "id email role created_by_id created_at expires_at accepted_at accepted_by_id revoked_at",
        "invitations, without their secret",
    ),
    Kind(
        "api_keys",
        "people_apikey",
        "id name prefix scopes created_by_id created_at expires_at revoked_at last_used_at",
        "keys of programs, without the key or its digest",
    ),
    Kind("login_rules", "people_loginrules", "id second_factor", "what the team asks of a login"),
    Kind(
        "security_events",
        "people_securityevent",
        "id kind member_id by detail address browser at told_at",
        "what owners were told of: logins, downloads, keys, roles",
    ),
    Kind(
        "policies",
        "policies_policyversion",
        "id project_id project=project__slug number since digest reader origin commit remarks contradictions",
        "each version of a policy with the texts of its documents and the promises that were read in them",
        (
            Kind(
                "documents",
                "policies_text",
                "id document_id path=document__path source_url=document__source_url|bare ordinal role origin cited "
                "text digest reading",
                "documents as they were",
                by="version_id",
            ),
            Kind(
                "promises",
                "policies_promise",
                "id commitment ordinal kind strength document line sentence action within every basis severities "
                "binding fields whole|parsed",
                "promises, each with its sentence",
                by="version_id",
            ),
        ),
        at_a_time=4,
    ),
    Kind(
        "document_sources",
        "policies_document",
        "id project_id path source_url|bare pulled_at pull_failure",
        "where documents of policies come from",
    ),
    Kind(
        "cases",
        "cases_case",
        "id reference project_id project=project__slug policy_id policy_version=policy__number title description "
        "steps impact suggested_fix answers origin state held held_reason resembles=resembles__reference severity "
        "cvss_vector cvss_score rejected_reason duplicate_of=duplicate_of__reference owner_id received_at "
        "acknowledged_at changed_at closed_at public_at public_reason",
        "reports and everything that became of them",
        _CASE,
        at_a_time=50,
    ),
    INCIDENTS,
    PLAYBOOKS,
    Kind(
        "attachments",
        "intake_attachment",
        "id case=case__reference participant_id name size sniffed sha256 at",
        "files of reporters; `file` is where each lies in the archive",
        files="attachments",
        digest="sha256",
    ),
    Kind(
        "clocks",
        "deadlines_clock",
        "id project_id project=project__slug subject promise_id action commitment document version line sentence "
        "within basis strength cadence terms severity round state started_at due_at warn_at paused_at paused_for "
        "met_at stopped_at stopped_reason warned_at breached_at breach_told_at",
        "what was owed by when, by which sentence; `breached_at` says that it was late; `subject` is `case:REFERENCE`",
        (Kind("pauses", "deadlines_pause", "id reason since until", "when it stood still, and why", by="clock_id"),),
    ),
    Kind(
        "calendars",
        "deadlines_calendar",
        "id working_days country subdivision first_year last_year changed_at",
        "when the team works (Monday is 0)",
        (Kind("holidays", "deadlines_holiday", "id day name", "days without work", by="calendar_id"),),
    ),
    Kind(
        "groups",
        "notices_group",
        "id name address",
        "whom policies mean by a name",
        (Kind("people", "notices_groupmember", "id member_id", "members of it", by="group_id"),),
    ),
    Kind(
        "notices",
        "notices_notice",
        "id key subject group member_id address title urgent body created_at read_at read_by_id read_within then "
        "escalate_at escalated_at",
        "what people were told, and the mails of it",
        (
            Kind(
                "deliveries",
                "notices_delivery",
                "id address member_id together unreached encrypted_to remark state due_at tries done_at failure",
                "mails, and how far they came",
                by="notice_id",
            ),
            Kind(
                "letter",
                "notices_letter",
                "id certificate confidential automatic",
                "what a mail to somebody outside had beside its words",
                by="notice_id",
                one=True,
            ),
        ),
    ),
    Kind(
        "certificates",
        "notices_certificate",
        "id holder fingerprint armoured source kept_at expires_at replaced_at",
        "public OpenPGP keys of members (`member:ID`) and participants (`participant:ID`)",
    ),
    Kind(
        "mails",
        "mailbox_receivedmail",
        "id message_id way sort became why sender subject recipients headers size encrypted signatures failure "
        "left_out project_id case=case__reference participant_id spoken_id received_at taken_at receipt settled_by_id "
        "settled_at sha256=digest",
        "mails that came in; `file` is where each lies in the archive as it was received",
        files="mails",
        digest="sha256",
    ),
    Kind("mail_settings", "mailbox_choices", "id words_in_clear plus_addresses receipts news", "how mail is handled"),
    Kind(
        "scans",
        "scans_scan",
        "id project_id project=project__slug kind commit at received_at key_id policy_id same_words digest "
        "result=document|parsed digests counts tools standings troth",
        "results of checks and audits that CI pushed, each whole",
        at_a_time=4,
    ),
    Kind(
        "reports",
        "reporting_report",
        "id project_id project=project__slug number title begins ends words state content|parsed digest public made_at "
        "made_by_id approved_at approved_by_id issued_at published_at",
        "reports of a period, as they were approved",
        at_a_time=4,
    ),
    Kind(
        "statutes",
        "reporting_statute",
        "id project_id profile chosen_at ended_at",
        "laws of which the team is reminded",
        (
            Kind(
                "matters",
                "reporting_matter",
                "id about sort aware_at events opened_at closed_at closed_reason",
                "what was to be told",
                by="statute_id",
            ),
        ),
    ),
    Kind(
        "findings",
        "findings_finding",
        "id project_id stream_id kind tool rule text path line package ecosystem version fixed cwes aliases url "
        "severity said score vector rated rank epss kev silenced state live justification words owner_id decided_at "
        "first_seen_at first_import_id gone_at times_back withdrawn_at counts_from waiver_id case=case__reference "
        "identity identity_version",
        "what tools and advisories told of, and what was decided",
        (
            Kind("events", "findings_event", "id kind at actor words brought_id", "what happened", by="finding_id"),
            Kind("sightings", "findings_sighting", "id stream_id", "others that see it", by="finding_id"),
        ),
    ),
    Kind(
        "finding_streams",
        "findings_stream",
        "id project_id source tool category newest_at whole_at",
        "results of one tool that follow each other",
        (
            Kind(
                "imports",
                "findings_import",
                "id scan_id digest at received_at actor version commit partial older told new gone back twins",
                "results that were brought in",
                by="stream_id",
            ),
        ),
    ),
    Kind(
        "waivers",
        "findings_waiver",
        "id project_id stage reason link until owner_id asked_by_id asked_at decided_by_id decided_at decided_words "
        "alone warned_at ended_at",
        "findings that are left as they are, with reason, approval and end",
    ),
    Kind(
        "finding_counts",
        "findings_daycount",
        "id project_id day severity live",
        "findings that were to be done, by day",
    ),
    Kind(
        "releases",
        "findings_release",
        "id project_id version commit note created_at",
        "releases",
        (
            Kind(
                "passages",
                "findings_passage",
                "id stage passed at recorded_at actor evidence untested reason",
                "when each was tested in staging and went to production",
                by="release_id",
            ),
        ),
    ),
    Kind(
        "advisories",
        "publishing_advisory",
        "id project_id project=project__slug case=case__reference reference state content fix_released_at fix_release "
        "publish_at details_at early_reason created_at changed_at published_at withdrawn_at withdrawn_reason",
        "advisories as they are written; people of a case stand in `content` by the number of their participation",
        (
            Kind(
                "revisions",
                "publishing_revision",
                "id number content withheld digest summary withdrawn actor at",
                "what the world was shown",
                by="advisory_id",
            ),
            Kind(
                "steps", "publishing_step", "id did digest reason member_id actor at", "its history", by="advisory_id"
            ),
        ),
        at_a_time=50,
    ),
    Kind(
        "publishers",
        "publishing_publisher",
        "id project_id project=project__slug vendor product ecosystem package namespace|bare cna days",
        "what the advisories of a project have in common",
    ),
    Kind(
        "audit_plans",
        "audits_plan",
        "id project_id project=project__slug on branch every next_at failing_since failures",
        "how the desk audits projects itself",
    ),
    Kind(
        "audits",
        "audits_audit",
        "id project_id project=project__slug why actor state asked_at began_at ended_at machine tries url|bare commit "
        "isolation failure scan_id",
        "audits that the desk made itself; `scan_id` is the result, which a failed one has not",
    ),
    Kind(
        "obligations",
        "reviews_obligation",
        "id reference project_id project=project__slug kind title every once promise_id own_rhythm by_machine owner_id "
        "checklist origin begun_at ended_at ended_reason",
        "what comes round, each period of it, and what shows that it was done",
        (
            Kind(
                "occasions",
                "reviews_occasion",
                "id number state starts_at due_at done_at recorded_at actor words reason checklist before_desk "
                "clock_id",
                "its periods: done, late, missed, excused",
                (
                    Kind(
                        "evidence",
                        "reviews_evidence",
                        "id kind words url|bare scan_id actor at",
                        "links, results and words that show it",
                        by="occasion_id",
                    ),
                ),
                by="obligation_id",
            ),
        ),
        at_a_time=100,
    ),
    Kind(
        "evidence_files",
        "reviews_evidencefile",
        "id of=occasion__obligation__reference occasion_id name size sniffed sha256 actor at",
        "files that show that something was done; `file` is where each lies in the archive",
        files="evidence",
        digest="sha256",
    ),
    Kind(
        "review_settings",
        "reviews_reviewsettings",
        "id project_id automatic changed_at",
        "whether what a policy says comes round is taken on by itself",
    ),
    Kind(
        "packages",
        "watch_package",
        "id ecosystem name",
        "packages that projects use or used",
        (
            Kind(
                "versions",
                "watch_release",
                "id version",
                "their versions",
                (
                    Kind(
                        "weaknesses",
                        "watch_weakness",
                        "id key name aliases summary rating score vector rated_by fixed only_if informational "
                        "exploited epss published_at modified_at found_at changed_at ended_at ended",
                        "what advisories said of them, and when",
                        by="release_id",
                    ),
                ),
                by="package_id",
            ),
        ),
    ),
    Kind(
        "inventories",
        "watch_inventory",
        "id project_id project=project__slug source kind origin commit digest made_at received_at confirmed_at key_id "
        "components added removed gaps unread unknown current",
        "lists of components that came",
    ),
    Kind(
        "parts",
        "watch_part",
        "id project_id project=project__slug source release_id ecosystem=release__package__ecosystem "
        "name=release__package__name version=release__version path line direct scope origin via own "
        "entered_id left_id",
        "components of projects, from the list that brought them to the one that did not name them any more",
    ),
    Kind(
        "concerns",
        "watch_concern",
        "id project_id project=project__slug package_id ecosystem=package__ecosystem name=package__name key finding_id "
        "began_at ended_at",
        "which weaknesses concern which projects, and their findings",
    ),
    Kind(
        "watch",
        "watch_watching",
        "id digest records newest fetched ecosystems looked_at compared_at failure",
        "how the watch over advisories stands",
    ),
    Kind(
        "comparisons",
        "watch_comparison",
        "id began_at at digest records newest fetched packages changed found ended",
        "states of the advisories that everything was held against",
    ),
    Kind(
        "known_users",
        "channels_contact",
        "id project_id project=project__slug name product address early early_note added_at ended_at ended_because",
        "known users who are told of advisories, and what they agreed to",
        (
            Kind(
                "letters",
                "channels_sending",
                "id advisory=advisory__reference kind revision notice_id refused at",
                "what they were told; the notice has the letter and how far it came",
                by="contact_id",
            ),
        ),
    ),
    Kind(
        "github_drafts",
        "channels_draft",
        "id advisory=advisory__reference repository ghsa_id url there publishes made_at told_at looked_at published_at "
        "cve_wanted cve_asked_at cve_id failure failing_since",
        "advisories and what stands of them on GitHub",
    ),
    Kind(
        "webhooks",
        "webhooks_subscription",
        "id name receiver=url|host kinds state failing_since failures resume_at reason created_by_id created_at",
        "programs that are told of events: the host of their address, since the rest of it may be a secret",
        (
            Kind(
                "deliveries",
                "webhooks_delivery",
                "id seq kind at state due_at tries tried_at status failure",
                "each telling; `seq` is its entry of the ledger",
                by="subscription_id",
            ),
        ),
    ),
    Kind(
        "github_repositories",
        "hosted_watch",
        "id project_id repository looked_at failure failing_since",
        "repositories whose private reports the desk reads",
    ),
    Kind(
        "github_reports",
        "hosted_advisory",
        "id project_id ghsa_id case=case__reference why url state severity cve_id text created_at updated_at",
        "private reports on GitHub, those too that became no case",
    ),
)

OWN_FORM = ("ledger_entry", "ledger_checkpoint")
"""Tables that are exported as ``troth-desk export --ledger`` writes them."""

LEFT_OUT: dict[str, str] = {
    "ledger_head": "a count; the signed head at the end of the ledger tells it",
    "auth_user": "accounts belong to people, who may be in several teams: name and address stand with the memberships",
    "account_emailaddress": "belongs to a person's account; the address stands with the membership",
    "account_emailconfirmation": "tokens",
    "mfa_authenticator": "second factors and passkeys: secrets of a person",
    "socialaccount_socialaccount": "belongs to a person: who they are at the login provider",
    "socialaccount_socialapp": "not used",
    "socialaccount_socialtoken": "tokens; stays empty",
    "people_knowndevice": "belongs to a person: browsers that they came in by",
    "people_loginfailures": "counts of failed logins, before anybody is known",
    "people_cache": "counts of the last minutes",
    "usersessions_usersession": "log-ins",
    "django_session": "log-ins",
    "django_content_type": "names of tables",
    "auth_permission": "not used",
    "auth_group": "not used",
    "auth_group_permissions": "not used",
    "auth_user_groups": "not used",
    "auth_user_user_permissions": "not used",
    "django_tasks_database_dbtaskresult": "the queue of the desk's own work",
    "tenants_round": "when the desk's own work comes round",
    "tenants_tally": "counts of the last hours, by digests",
    "tenants_backup": "of the whole desk, not of a team",
    "mailbox_fetching": "how the last look into the mailbox went",
    "intake_idempotencykey": "sealed answers that hold reporters' links, forgotten after a while",
}
"""Tables that no export holds, and why."""

_SECRET = "a secret, or the digest of one"
_TAGGED = "holds the tag by which the desk knows a mail of the thread: whoever has it can write in somebody's name"
_DERIVED = "computed from the rest"
_WORK = "how far the desk is with its own work"
COLUMNS_LEFT_OUT: dict[str, str] = {
    "cases_case.digest": "by which the desk finds the same words again",
    "cases_case.next_due_at": _DERIVED,
    "cases_case.ranked": _DERIVED,
    "cases_case.found_by": _DERIVED,
    "cases_participant.link_digest": _SECRET,
    "intake_attachment.stored_as": "the name of the sealed file on the desk's disk",
    "reviews_evidencefile.stored_as": "the name of the sealed file on the desk's disk",
    "mailbox_receivedmail.stored_as": "the name of the sealed file on the desk's disk",
    "mailbox_receivedmail.identity": "by which the desk knows a mail that comes again",
    "mailbox_thread.tag": _TAGGED,
    "mailbox_thread.last_message_id": _TAGGED,
    "mailbox_thread.references": _TAGGED,
    "mailbox_thread.link_sealed": _SECRET,
    "mailbox_choices.told_participant": _WORK,
    "mailbox_choices.told_message": _WORK,
    "mailbox_choices.told_move": _WORK,
    "mailbox_choices.told_step": _WORK,
    "notices_delivery.message_id": _TAGGED,
    "notices_delivery.claimed_until": _WORK,
    "notices_letter.message_id": _TAGGED,
    "notices_letter.in_reply_to": _TAGGED,
    "notices_letter.references": _TAGGED,
    "notices_letter.reply_to": _TAGGED,
    "people_membership.user_id": "an account of the desk's; the id of the membership is what everything refers to",
    "people_invitation.digest": _SECRET,
    "people_apikey.digest": _SECRET,
    "people_apikey.reads": "a count of the last hour",
    "people_apikey.reads_since": "a count of the last hour",
    "people_securityevent.key": "makes an event stand once; holds addresses by digest",
    "deadlines_clock.claim": _WORK,
    "findings_finding.owes": _WORK,
    "webhooks_subscription.secret": _SECRET,
    "webhooks_subscription.former_secret": _SECRET,
    "webhooks_subscription.former_until": "of a secret",
    "webhooks_subscription.cursor": _WORK,
    "webhooks_delivery.claimed_until": _WORK,
    "audits_audit.claimed_until": _WORK,
    "today_calendarlink.digest": _SECRET,
    "channels_draft.digest": _WORK,
    "channels_draft.begun_at": _WORK,
    "channels_draft.next_at": _WORK,
    "channels_draft.failures": _WORK,
    "hosted_watch.etag": _WORK,
    "hosted_watch.newest_at": _WORK,
    "hosted_watch.next_at": _WORK,
    "hosted_watch.failures": _WORK,
    "watch_package.state": _WORK,
    "watch_weakness.pending": _WORK,
    "watch_watching.mark": _WORK,
}
"""Columns of exported tables that no export holds, and why. ``organisation_id`` is that of the archive."""


def every(kinds: tuple[Kind, ...] = KINDS) -> Iterator[Kind]:
    """Each kind, those inside of others too."""
    for kind in kinds:
        yield kind
        yield from every(kind.inside)

"""Who may use which page: one line an address, as the resolver has it. A new address needs a line, or tests fail.

Two books are kept: what the decorator of the view says, and what stands here. They have to agree, and so has what the
page answers to every role, with a body that is right, in one's own organisation, in a foreign one, and with ids of
other cases, projects and organisations in every place.
"""

from __future__ import annotations

from desk.authorisation.expected import (
    ACCOUNT,
    EVERYBODY,
    FEED,
    HANDLERS,
    INVITATION,
    LETTER,
    LINK,
    OWN,
    REVIEW,
    TEAM,
    WORK,
    Of,
    Page,
)
from troth_desk.openpgp import keys as openpgp

TEAMS = "o/<slug:organisation>/"
SETTINGS = f"{TEAMS}settings/"
HOOKS = f"{SETTINGS}webhooks/"
FEEDS = f"{SETTINGS}calendar-feed/"
HOOK = {"name": "pager", "url": "https://pager.example.org/", "kinds_0": ["case.opened"]}
CASE = f"{TEAMS}cases/<slug:reference>/"
INCIDENT = f"{TEAMS}incidents/<slug:reference>/"
BOOKS = f"{TEAMS}playbooks/<slug:project>/"
BOOK = "# Flood\n\n## Detection\n\n- [ ] Look at the gauge\n"
MAIL = f"{TEAMS}mail/<int:number>/"
WORLD, CSAF = "advisories/<slug:organisation>/", "csaf/<slug:organisation>/"
ADVISORIES = f"{TEAMS}advisories/"
CHANNELS = f"{TEAMS}channels/"
CONTACTS = f"{CHANNELS}contacts/<slug:project>/"
CONTACT = {"name": "Tugs", "address": "tugs@example.org"}
ADVISORY = f"{ADVISORIES}<slug:reference>/"
POLICY = f"{TEAMS}policies/<slug:project>/"
COMPONENTS = (
    '{"components": [{"name": "barnacle", "version": "1.4.0", "ecosystem": "PyPI", "file": "uv.lock"}], "files": []}'
)
"""What a project is made of, as troth inventory --json prints it."""
REVIEWS = f"{TEAMS}reviews/"
ONE_REVIEW = f"{REVIEWS}<slug:reference>/"
HELD = {"words": "Gone through in the meeting."}
CERTIFICATE = openpgp.loaded(openpgp.new("Reporter <reporter@example.org>")).public
"""A public key, as somebody pastes it."""

FINDINGS = f"{TEAMS}findings/"
GATES = f"{TEAMS}gates/"
ONE = f"{FINDINGS}<int:pk>/"
WAIVER = f"{FINDINGS}waivers/<int:pk>/"


class Log:
    """A SARIF log as a browser sends it, as often as it is asked for."""

    name = "scan.sarif"

    def read(self) -> bytes:
        """Its bytes."""
        return b'{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "a scanner"}}, "results": []}]}'


PAPER = f"{TEAMS}paper/"
ONE_REPORT = f"{PAPER}<slug:project>/reports/<int:number>/"
STATUTES = f"{PAPER}statutes/"
DRAFT, APPROVED, ISSUED = ({"number": name} for name in ("draft report", "approved report", "issued report"))
PERIOD = {"project": Of("project"), "begins": "2025-07-01", "ends": "2025-09-30"}
AWARE = {"about": Of("reference"), "sort": "vulnerability", "aware_at": "2026-03-02T09:00"}

TEAM_PAGES = (
    # Today and the lists of cases
    Page(TEAMS, get=TEAM),
    Page(f"{TEAMS}cases/", get=TEAM),
    Page(f"{TEAMS}cases/board/", get=TEAM),
    Page(f"{TEAMS}views/", post=HANDLERS, body={"name": "Critical ones", "query": "severity=critical"}),
    Page(f"{TEAMS}views/<int:view>/give-up/", post=HANDLERS, takes={"view": "view"}),
    Page(f"{TEAMS}set-up/", get=TEAM),
    Page(f"{TEAMS}set-up/skip/", post=HANDLERS, ledger=False),
    Page(f"{TEAMS}example/", post=OWN, body={"do": "remove"}, ledger=False),
    Page(f"{TEAMS}triage/", get=TEAM),
    Page(f"{TEAMS}reports/", get=TEAM),
    Page(f"{TEAMS}reports/sent/", post=WORK, body={"report": Of("collected"), "record": "The report of the quarter."}),
    # reports, packs, standards, and what laws ask to be told
    Page(PAPER, get=TEAM),
    Page(f"{PAPER}make/", post=WORK, body=PERIOD),
    Page(ONE_REPORT, get=TEAM, takes=DRAFT),
    Page(f"{ONE_REPORT}write/", post=WORK, takes=DRAFT, body={"title": "The quarter", "words": "It was calm."}),
    Page(f"{ONE_REPORT}approve/", post=REVIEW, takes=DRAFT),
    Page(f"{ONE_REPORT}take-back/", post=REVIEW, takes=APPROVED),
    Page(f"{ONE_REPORT}issue/", post=WORK, takes=APPROVED),
    Page(f"{ONE_REPORT}publish/", post=OWN, takes=ISSUED, body={"shown": "no"}),
    Page(f"{ONE_REPORT}report.pdf", get=TEAM, takes=DRAFT, told=True),
    Page(f"{PAPER}<slug:project>/pack/", get=TEAM),
    Page(f"{PAPER}<slug:project>/pack.zip", get=TEAM, told=True),
    Page(f"{TEAMS}standards/", get=TEAM),
    Page(f"{TEAMS}standards/<slug:project>/", get=TEAM),
    Page(f"{TEAMS}standards/<slug:project>/<slug:name>/", get=TEAM, takes={"name": "standard"}),
    Page(STATUTES, get=TEAM),
    Page(f"{STATUTES}<slug:project>/<slug:profile>/", post=OWN, takes={"profile": "profile"}, body={"chosen": "no"}),
    Page(f"{STATUTES}<slug:project>/<slug:profile>/begin/", get=WORK, post=WORK, takes={"profile": "profile"}, body=AWARE),
    Page(f"{STATUTES}<int:pk>/", get=TEAM, takes={"pk": "matter"}),
    Page(f"{STATUTES}<int:pk>/told/<slug:what>/", post=WORK, takes={"pk": "matter", "what": "obligation"}),
    Page(f"{STATUTES}<int:pk>/happened/<slug:event>/", post=WORK, takes={"pk": "matter", "event": "happening"},
         body={"when": "2026-03-02T10:30"}),
    Page(f"{STATUTES}<int:pk>/close/", post=WORK, takes={"pk": "matter"}, body={"reason": "It was none."}),
    # a case
    Page(CASE, get=TEAM),
    Page(f"{CASE}files/<int:number>/", get=TEAM, takes={"number": "file"}),
    Page(f"{CASE}move/<slug:to>/", get=WORK, post=WORK, takes={"reference": "quiet", "to": "move"}),
    Page(f"{CASE}rate/", get=WORK, post=WORK, body={"vector": "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"}),
    Page(f"{CASE}duties/<int:pk>/", get=WORK, post=WORK, takes={"pk": "duty"}, body={"outcome": "done", "record": "Done"}),
    Page(f"{CASE}calls/<int:pk>/", get=WORK, post=WORK, takes={"pk": "call"}),
    Page(f"{CASE}participants/", get=WORK, post=WORK, body={"role": "vendor", "contact": "vendor@example.org"}),
    Page(f"{CASE}participants/<int:pk>/leave/", get=WORK, post=WORK, takes={"pk": "participant"}),
    Page(f"{CASE}participants/<int:pk>/link/", get=WORK, post=WORK, takes={"pk": "participant"}),
    Page(f"{CASE}say/", get=WORK, post=WORK, body={"body": "We can reproduce it."}),
    Page(f"{CASE}note/", get=WORK, post=WORK, body={"body": "It is in the parser."}),
    Page(f"{CASE}assign/", get=WORK, post=WORK, body={"member": Of("membership")}),
    Page(f"{CASE}hold/", get=WORK, post=WORK, takes={"reference": "quiet"},
         body={"held": "possible duplicate", "reason": "As before", "resembles": Of("reference")}),
    Page(f"{CASE}release/", get=WORK, post=WORK, takes={"reference": "held"}, body={"reason": "It is another one."}),
    Page(f"{CASE}merge/", get=WORK, post=WORK, takes={"reference": "held"}, body={"original": Of("reference")}),
    Page(f"{CASE}turn-away/", get=WORK, post=WORK, takes={"reference": "held"}, body={"reason": "It is no weakness."}),
    Page(f"{CASE}embargo/", get=WORK, post=WORK, body={"until": "2026-05-01"}),
    Page(f"{CASE}embargo/answer/", get=WORK, post=WORK, takes={"reference": "proposed"}, body={"agree": "yes"}),
    Page(f"{CASE}embargo/end/", get=WORK, post=WORK, takes={"reference": "proposed"}, body={"reason": "It is known."}),
    Page(f"{CASE}bounty/", get=WORK, post=WORK, body={"decision": "declined", "reason": "There is no fund."}),
    Page(f"{CASE}emergency/", get=WORK, post=WORK, takes={"reference": "quiet"}, body={"reason": "It is being used."}),
    Page(f"{CASE}pause/", get=WORK, post=WORK, body={"reason": "The reporter asked for it."}),
    Page(f"{CASE}resume/", get=WORK, post=WORK, takes={"reference": "paused"}),
    # who hears of advisories
    Page(CHANNELS, get=TEAM),
    Page(CONTACTS, get=TEAM),
    Page(f"{CONTACTS}contacts.csv", get=TEAM),
    Page(f"{CONTACTS}add/", post=WORK, body=CONTACT),
    Page(f"{CONTACTS}import/", post=WORK, body={"lines": "name,address\nTugs,tugs@example.org\n"}),
    Page(f"{CHANNELS}contact/<int:pk>/", get=TEAM, takes={"pk": "contact"}),
    Page(f"{CHANNELS}contact/<int:pk>/change/", post=WORK, takes={"pk": "contact"},
         body={"name": "Ferry and more", "address": "ferries@example.org"}),
    Page(f"{CHANNELS}contact/<int:pk>/end/", post=WORK, takes={"pk": "contact"}),
    Page(f"{CHANNELS}advisory/<slug:reference>/", get=TEAM, takes={"reference": "advisory draft"}),
    Page(f"{CHANNELS}advisory/<slug:reference>/early/", post=REVIEW, takes={"reference": "advisory draft"},
         body={"reason": "The reporter agreed."}),
    Page(f"{CHANNELS}advisory/<slug:reference>/github/", post=WORK, takes={"reference": "advisory draft"},
         body={"do": "hold"}),
    # advisories
    Page(ADVISORIES, get=TEAM),
    Page(f"{ADVISORIES}begin/", post=WORK, body={"case": Of("reference")}),
    Page(f"{ADVISORIES}publisher/<slug:project>/", get=TEAM),
    Page(f"{ADVISORIES}publisher/<slug:project>/settle/", post=OWN, body={"vendor": "Harbour", "days": "7"}),
    Page(ADVISORY, get=TEAM, takes={"reference": "advisory draft"}),
    Page(f"{ADVISORY}formats/<slug:name>/", get=TEAM, takes={"reference": "advisory draft", "name": "format"}),
    Page(f"{ADVISORY}write/", post=WORK, takes={"reference": "advisory draft"},
         body={"title": "Another title", "seen": Of("seen of draft"), "products-TOTAL_FORMS": "0",
               "products-INITIAL_FORMS": "0", "remediations-TOTAL_FORMS": "0", "remediations-INITIAL_FORMS": "0"}),
    Page(f"{ADVISORY}review/", get=HANDLERS, post=HANDLERS, takes={"reference": "advisory draft"},
         body={"digest": Of("digest of draft")}),
    Page(f"{ADVISORY}approve/", get=REVIEW, post=REVIEW, takes={"reference": "advisory reviewed"},
         body={"digest": Of("digest of reviewed")}),
    Page(f"{ADVISORY}send-back/", get=HANDLERS, post=HANDLERS, takes={"reference": "advisory reviewed"},
         body={"reason": "It names no version."}),
    Page(f"{ADVISORY}fix/", get=WORK, post=WORK, takes={"reference": "advisory draft"},
         body={"release": "1.4.2", "released_at": "2026-03-01T09:00"}),
    Page(f"{ADVISORY}schedule/", get=WORK, post=WORK, takes={"reference": "advisory approved"},
         body={"publish_at": "2026-04-01T09:00"}),
    Page(f"{ADVISORY}unschedule/", get=WORK, post=WORK, takes={"reference": "advisory scheduled"}),
    Page(f"{ADVISORY}publish/", get=WORK, post=WORK, takes={"reference": "advisory approved"}),
    Page(f"{ADVISORY}withdraw/", get=REVIEW, post=REVIEW, takes={"reference": "advisory published"},
         body={"reason": "It was no weakness."}),
    # incidents and playbooks
    Page(f"{TEAMS}incidents/", get=TEAM),
    Page(f"{TEAMS}incidents/new/", get=WORK, post=WORK,
         body={"title": "The mail server is slow", "project": Of("project number"), "incident_class": "", "severity": "",
               "case": Of("reference")}),
    Page(INCIDENT, get=TEAM, takes={"reference": "incident"}),
    Page(f"{INCIDENT}playbook/", get=TEAM, takes={"reference": "incident"}),
    Page(f"{INCIDENT}move/<int:to>/", get=WORK, post=WORK, takes={"reference": "incident", "to": "phase"},
         body={"reason": "It is known."}),
    Page(f"{INCIDENT}checklist/", post=WORK, takes={"reference": "incident"}, body={"task": [Of("task")]}),
    Page(f"{INCIDENT}task/<int:pk>/", get=WORK, post=WORK, takes={"reference": "incident", "pk": "task"},
         body={"state": "done", "record": "It was done."}),
    Page(f"{INCIDENT}affected/<int:pk>/", get=WORK, post=WORK, takes={"reference": "incident", "pk": "system"},
         body={"state": "isolated"}),
    Page(f"{INCIDENT}promise/<int:pk>/", get=WORK, post=WORK, takes={"reference": "incident", "pk": "notify"},
         body={"reason": "No data was touched."}),
    Page(f"{INCIDENT}note/", get=WORK, post=WORK, takes={"reference": "incident"}, body={"words": "It began at noon.", "kind": "fact"}),
    Page(f"{INCIDENT}role/", get=WORK, post=WORK, takes={"reference": "incident"}, body={"role": "Scribe", "member": Of("membership")}),
    Page(f"{INCIDENT}severity/", get=WORK, post=WORK, takes={"reference": "incident"}, body={"severity": "critical"}),
    Page(f"{INCIDENT}affected/", get=WORK, post=WORK, takes={"reference": "incident"}, body={"case": Of("low reference")}),
    Page(f"{INCIDENT}tell/", get=WORK, post=WORK, takes={"reference": "incident"}, body={"to_whom": "The owners", "way": "phone", "words": "All of it."}),
    Page(f"{INCIDENT}task/", get=WORK, post=WORK, takes={"reference": "incident"}, body={"words": "Call the provider", "owner": Of("membership")}),
    Page(f"{INCIDENT}criterion/", get=WORK, post=WORK, takes={"reference": "incident"}, body={"words": "The provider has answered.", "part": "leave"}),
    Page(f"{INCIDENT}close/", get=WORK, post=WORK, takes={"reference": "incident"}, body={"outcome": "false alarm", "reason": "The probe was broken."}),
    Page(f"{INCIDENT}reopen/", get=WORK, post=WORK, takes={"reference": "incident that ended"},
         body={"reason": "It came back.", "to": 1}),
    Page(f"{INCIDENT}review/", get=WORK, post=WORK, takes={"reference": "incident"}, body={"summary": "A disk was full.", "causes": "Nobody looked."}),
    Page(f"{INCIDENT}review/action/", get=WORK, post=WORK, takes={"reference": "incident"},
         body={"words": "Watch disks", "due_at": "2026-04-01T12:00", "owner": Of("membership")}),
    Page(f"{TEAMS}playbooks/", get=TEAM),
    Page(BOOKS, get=TEAM),
    Page(f"{BOOKS}new/", get=WORK, post=WORK, body={"slug": "flood", "text": BOOK}),
    Page(f"{BOOKS}export.zip", get=TEAM),
    Page(f"{BOOKS}import/", post=WORK, ledger=False),  # a file is asked for, and none comes
    Page(f"{BOOKS}<slug:slug>/", get=TEAM, takes={"slug": "playbook"}),
    Page(f"{BOOKS}<slug:slug>/edit/", get=WORK, post=WORK, takes={"slug": "playbook"}, body={"text": BOOK}),
    Page(f"{BOOKS}<slug:slug>/retire/", post=WORK, takes={"slug": "playbook"}),
    Page(f"{BOOKS}<slug:slug>/shipped/", post=WORK, takes={"slug": "shipped playbook"}),
    # policy, promises, scans, proof
    Page(f"{TEAMS}policies/", get=TEAM),
    Page(POLICY, get=TEAM),
    Page(f"{POLICY}upload/", post=OWN, body={"text": "# Policy\n\nWe acknowledge reports within 24 hours.\n"}),
    Page(f"{POLICY}pull/", post=OWN, body={"url": "https://example.org/SECURITY.md"}),
    Page(f"{POLICY}remove/", post=OWN, body={"path": "docs/RESPONSE.md"}),
    Page(f"{POLICY}<int:number>/", get=TEAM, takes={"number": "version"}),
    Page(f"{POLICY}<int:number>/text/<int:pk>/", get=TEAM, takes={"number": "version", "pk": "text"}),
    Page(f"{TEAMS}promises/", get=TEAM),
    Page(f"{TEAMS}promises/<slug:project>/", get=TEAM),
    Page(f"{TEAMS}promises/<slug:project>/status-page/", post=OWN, body={"shown": "no"}),
    Page(f"{TEAMS}scans/", get=TEAM),
    Page(f"{TEAMS}scans/<slug:project>/", get=TEAM),
    Page(f"{TEAMS}scans/<slug:project>/<int:pk>/", get=TEAM, takes={"pk": "scan"}),
    Page(f"{TEAMS}audits/", get=TEAM),
    Page(f"{TEAMS}audits/<slug:project>/", get=TEAM),
    Page(f"{TEAMS}audits/<slug:project>/settings/", get=OWN, post=OWN,
         body={"url": "https://example.org/quay.git", "on": "on"}),
    Page(f"{TEAMS}audits/<slug:project>/run/", post=WORK),
    Page(f"{TEAMS}components/", get=TEAM),
    Page(f"{TEAMS}components/<slug:project>/", get=TEAM),
    Page(f"{TEAMS}components/<slug:project>/upload/", get=WORK, post=WORK, body={"text": COMPONENTS}),
    # what comes round
    Page(REVIEWS, get=TEAM),
    Page(f"{REVIEWS}month/", get=TEAM),
    Page(f"{REVIEWS}policy/", get=TEAM),
    Page(f"{REVIEWS}policy/<slug:project>/take/", post=WORK, body={"promise": Of("rhythm")}),
    Page(f"{REVIEWS}policy/<slug:project>/take-all/", post=WORK),
    Page(f"{REVIEWS}policy/<slug:project>/automatic/", post=OWN, body={"automatic": "yes"}),
    Page(f"{REVIEWS}new/", get=WORK, post=WORK,
         body={"project": Of("project_id"), "title": "Rotate the keys", "kind": "rotation", "every": "P1M"}),
    Page(ONE_REVIEW, get=TEAM, takes={"reference": "review"}),
    Page(f"{ONE_REVIEW}change/", get=WORK, post=WORK, takes={"reference": "review"},
         body={"title": "Another title", "owner": Of("membership"), "checklist": "One\nTwo"}),
    Page(f"{ONE_REVIEW}end/", get=WORK, post=WORK, takes={"reference": "review"}, body={"reason": "It is over."}),
    Page(f"{ONE_REVIEW}before/", get=WORK, post=WORK, takes={"reference": "review"},
         body={**HELD, "done_at": "2026-01-05"}),
    Page(f"{ONE_REVIEW}again/", get=WORK, post=WORK, takes={"reference": "review_untimed"}, body=HELD),
    Page(f"{ONE_REVIEW}files/<int:pk>/", get=TEAM, takes={"reference": "review", "pk": "evidence"}),
    Page(f"{ONE_REVIEW}<int:pk>/tick/", post=WORK, takes={"reference": "review", "pk": "period"},
         body={"item": ["0"]}),
    Page(f"{ONE_REVIEW}<int:pk>/done/", get=WORK, post=WORK, takes={"reference": "review", "pk": "period"},
         body=HELD),
    Page(f"{ONE_REVIEW}<int:pk>/excuse/", get=WORK, post=WORK, takes={"reference": "review", "pk": "period"},
         body={"reason": "It was frozen."}),
    # findings and releases
    Page(FINDINGS, get=TEAM),
    Page(f"{FINDINGS}findings.csv", get=TEAM),
    Page(f"{FINDINGS}decide/", get=WORK, post=WORK,
         body={"finding": [Of("finding")], "state": "false_positive", "reason": "It is none."}),
    Page(f"{FINDINGS}waive/", get=WORK, post=WORK, body={"finding": [Of("finding")], "reason": "It waits.",
                                                         "until": "2026-05-01", "owner": Of("membership")}),
    Page(ONE, get=TEAM, takes={"pk": "finding"}),
    Page(f"{ONE}respond/", post=WORK, takes={"pk": "finding"}, body={"respond-words": "The door is shut."}),
    Page(f"{ONE}rate/", post=WORK, takes={"pk": "finding"}, body={"severity": "low"}),
    Page(f"{ONE}assign/", post=WORK, takes={"pk": "finding"}, body={"owner": Of("membership")}),
    Page(f"{ONE}case/", post=WORK, takes={"pk": "finding"}),
    Page(f"{FINDINGS}results/", get=TEAM),
    Page(f"{FINDINGS}results/upload/", post=WORK, body={"project": Of("project"), "file": Log(), "looked": "on"}),
    Page(f"{FINDINGS}results/<int:pk>/", get=TEAM, takes={"pk": "import"}),
    Page(f"{FINDINGS}waivers/", get=TEAM),
    Page(WAIVER, get=TEAM, takes={"pk": "waiver"}),
    Page(f"{WAIVER}approve/", post=REVIEW, takes={"pk": "waiver"}),
    Page(f"{WAIVER}refuse/", post=REVIEW, takes={"pk": "waiver"}, body={"words": "There is a fix."}),
    Page(f"{WAIVER}end/", post=WORK, takes={"pk": "waiver"}),
    Page(f"{FINDINGS}vex/<slug:project>.openvex.json", get=TEAM),
    Page(f"{FINDINGS}vex/<slug:project>.openvex.dsse.json", get=TEAM),
    Page(GATES, get=TEAM),
    Page(f"{GATES}new/", get=WORK, post=WORK, body={"project": Of("project"), "version": "2.0.0"}),
    Page(f"{GATES}<int:pk>/", get=TEAM, takes={"pk": "release"}),
    Page(f"{GATES}<int:pk>/tested/", post=WORK, takes={"pk": "release"},
         body={"tested-passed": "yes", "tested-evidence": "https://ci.example.org/runs/17"}),
    Page(f"{GATES}<int:pk>/shipped/", post=WORK, takes={"pk": "release"}, body={"shipped-evidence": "deployed"}),
    Page(f"{SETTINGS}proof/", get=TEAM),
    Page(f"{SETTINGS}proof/ledger.jsonl", get=TEAM, told=True),
    Page(f"{SETTINGS}proof/cases.jsonl", get=TEAM, told=True),
    Page(f"{SETTINGS}proof/<slug:project>/facts/", post=HANDLERS),
    Page(f"{SETTINGS}audit/", get=TEAM),
    # notices
    Page(f"{TEAMS}notices/", get=TEAM),
    Page(f"{TEAMS}notices/<int:pk>/read/", post=HANDLERS, takes={"pk": "notice"}),
    Page(f"{TEAMS}notices/mail/<int:pk>/again/", post=WORK, takes={"pk": "delivery"}),
    # webhooks
    Page(HOOKS, get=TEAM),
    Page(f"{HOOKS}new/", get=OWN, post=OWN, body=HOOK),
    Page(f"{HOOKS}<int:pk>/", get=TEAM, takes={"pk": "webhook"}),
    Page(f"{HOOKS}<int:pk>/change/", post=OWN, takes={"pk": "webhook"}, body=HOOK),
    Page(f"{HOOKS}<int:pk>/rotate/", post=OWN, takes={"pk": "webhook"}),
    Page(f"{HOOKS}<int:pk>/test/", post=OWN, takes={"pk": "webhook"}),
    Page(f"{HOOKS}<int:pk>/on/", post=OWN, takes={"pk": "webhook_off"}, body={"missed": "send"}),
    Page(f"{HOOKS}<int:pk>/off/", post=OWN, takes={"pk": "webhook"}),
    Page(f"{HOOKS}<int:pk>/remove/", post=OWN, takes={"pk": "webhook"}),
    Page(f"{HOOKS}<int:pk>/deliveries/<int:delivery>/again/", post=OWN,
         takes={"pk": "webhook", "delivery": "event"}),
    # reports on GitHub
    Page(f"{SETTINGS}github/", get=TEAM),
    Page(f"{SETTINGS}github/<int:pk>/look/", post=WORK, takes={"pk": "hosted.Watch"}),
    # the feed of due dates
    Page(FEEDS, get=TEAM),
    Page(f"{FEEDS}new/", post=HANDLERS, body={"what": "mine"}),
    Page(f"{FEEDS}<int:pk>/revoke/", post=HANDLERS, takes={"pk": "feed"}),
    Page(f"{TEAMS}notices/mine/", get=TEAM),
    Page(f"{TEAMS}notices/mine/pace/", post=HANDLERS, body={"pace": "daily"}),
    Page(f"{TEAMS}notices/mine/key/", post=HANDLERS, body={"key": CERTIFICATE}),
    Page(f"{TEAMS}notices/mine/key/forget/", post=HANDLERS, ledger=False),  # there is none to forget
    # mail
    Page(f"{SETTINGS}mail/", get=TEAM),
    Page(f"{SETTINGS}mail/choices/", post=OWN, body={"receipts": "on", "news": "on"}),
    Page(f"{SETTINGS}mail/addresses/", post=OWN, body={"address": "new@example.org", "project": Of("project")}),
    Page(f"{SETTINGS}mail/addresses/<int:number>/remove/", post=OWN, takes={"number": "mail_address"}),
    Page(f"{MAIL}", get=TEAM, takes={"number": "mail"}),
    Page(f"{MAIL}original/", get=TEAM, takes={"number": "mail"}),
    Page(f"{MAIL}case/", post=WORK, takes={"number": "mail"}, body={"project": Of("project")}),
    Page(f"{MAIL}join/", post=WORK, takes={"number": "mail"}, body={"reference": Of("reference")}),
    Page(f"{MAIL}aside/", post=WORK, takes={"number": "mail"}),
    # settings
    Page(SETTINGS, get=TEAM),
    Page(f"{SETTINGS}groups/", get=TEAM),
    Page(f"{SETTINGS}groups/set/", post=OWN, body={"name": "security team", "members": [Of("membership")]}),
    Page(f"{SETTINGS}calendar/", get=TEAM),
    Page(f"{SETTINGS}calendar/week/", post=OWN, body={"zone": "Europe/Paris", "days": [0, 1, 2, 3]}),
    Page(f"{SETTINGS}calendar/read/", post=OWN, body={"place": "DE-BE", "first_year": 2026, "last_year": 2026}),
    Page(f"{SETTINGS}calendar/add/", post=OWN, body={"day": "2026-07-03", "name": "Day out"}),
    Page(f"{SETTINGS}calendar/<int:pk>/remove/", post=OWN, takes={"pk": "holiday"}),
    Page(f"{SETTINGS}openpgp/", get=TEAM),
    Page(f"{SETTINGS}openpgp/rotate/", post=OWN, body={"fingerprint": Of("fingerprint")}),
    Page(f"{SETTINGS}openpgp/revoke/", post=OWN, body={"fingerprint": Of("fingerprint")}),
    Page(f"{SETTINGS}people/", get=TEAM),
    Page(f"{SETTINGS}people/invite/", post=OWN, body={"email": "new@example.org", "role": "auditor"}),
    Page(f"{SETTINGS}people/second-factor/", post=OWN, body={}),
    Page(f"{SETTINGS}people/<int:pk>/", get=OWN, post=OWN, takes={"pk": "spare"}, body={"role": "auditor"}),
    Page(f"{SETTINGS}people/<int:pk>/end/", post=OWN, takes={"pk": "spare"}),
    Page(f"{SETTINGS}people/invitations/<int:pk>/revoke/", post=OWN, takes={"pk": "invitation"}),
    Page(f"{SETTINGS}security/", get=TEAM),
    Page(f"{SETTINGS}keys/", get=TEAM),
    Page(f"{SETTINGS}keys/new/", get=OWN, post=OWN,
         body={"name": "CI", "scopes": ["scans:push"], "expires_on": "2026-04-01"}),
    Page(f"{SETTINGS}keys/<int:pk>/revoke/", post=OWN, takes={"pk": "key"}),
)  # fmt: skip
"""Pages of a team: for its members in these roles."""

CASE_LINK = "case/<slug:organisation>/<slug:token>/"
LINKED_PAGES = (
    Page(CASE_LINK, get=LINK, post=LINK, body={"body": "It works in 2.1 too."}),
    Page(f"{CASE_LINK}receipt.json", get=LINK),
    Page(f"{CASE_LINK}credit/", post=LINK, body={"choice": "alias", "name": "quiet reader"}),
    Page(f"{CASE_LINK}key/", post=LINK, body={"key": CERTIFICATE}),
    Page(f"{CASE_LINK}embargo/", post=LINK, body={"answer": "agree"}),
    Page(f"{CASE_LINK}embargo/proposal/", post=LINK, body={"day": "2026-05-01"}),
)
"""Pages of people outside: opened by the secret in the address alone."""

REPORT = {"title": "Path traversal", "description": "The name of a file is joined.", "steps": "1.", "impact": "All",
          "contact": "reporter@example.org"}  # fmt: skip
OTHER_PAGES = (
    # everybody
    Page("", get=EVERYBODY),
    Page("robots.txt", get=EVERYBODY),
    Page(".well-known/security.txt", get=EVERYBODY),
    Page(".well-known/troth-desk-key.pem", get=EVERYBODY),
    Page(".well-known/openpgp/<slug:organisation>.asc", get=EVERYBODY),
    Page(".well-known/openpgp/<slug:organisation>/succession.txt", get=EVERYBODY),
    Page(".well-known/openpgpkey/policy", get=EVERYBODY),
    Page(".well-known/openpgpkey/hu/<slug:hashed>", get=EVERYBODY),
    Page(".well-known/openpgpkey/<str:domain>/policy", get=EVERYBODY),
    Page(".well-known/openpgpkey/<str:domain>/hu/<slug:hashed>", get=EVERYBODY),
    Page("report/<slug:organisation>/<slug:project>/", get=EVERYBODY, post=EVERYBODY, body=REPORT),
    Page("report/<slug:organisation>/<slug:project>/policy/", get=EVERYBODY),
    Page("status/<slug:organisation>/<slug:project>/", get=EVERYBODY),
    Page("status/<slug:organisation>/<slug:project>.json", get=EVERYBODY),
    Page("status/<slug:organisation>/<slug:project>/reports/", get=EVERYBODY),
    Page("status/<slug:organisation>/<slug:project>/reports/<int:number>/", get=EVERYBODY, takes=ISSUED),
    Page("status/<slug:organisation>/<slug:project>/reports/<int:number>/report.pdf", get=EVERYBODY, takes=ISSUED),
    Page("status/<slug:organisation>/<slug:project>.proof.json", get=EVERYBODY),
    Page("badge/<slug:organisation>/<slug:project>.svg", get=EVERYBODY),
    Page("badge/<slug:organisation>/<slug:project>.json", get=EVERYBODY),
    Page("promises/<str:name>", get=EVERYBODY, takes={"name": "asset"}),
    # letters to known users
    Page("letters/<slug:organisation>/<str:token>/", get=LETTER, post=LETTER, takes={"token": "leaving"}),
    Page("news/<slug:organisation>/<str:token>/", get=LETTER, post=LETTER, takes={"token": "stopping"}),
    # what the world reads of advisories
    Page(WORLD, get=EVERYBODY),
    Page(f"{WORLD}feed.atom", get=EVERYBODY),
    Page(f"{WORLD}osv/all.zip", get=EVERYBODY),
    Page(f"{WORLD}osv/all.json", get=EVERYBODY),
    Page(f"{WORLD}osv/modified_id.csv", get=EVERYBODY),
    Page(f"{WORLD}osv/<slug:reference>.json", get=EVERYBODY, takes={"reference": "advisory published"}),
    Page(f"{WORLD}<slug:reference>/", get=EVERYBODY, takes={"reference": "advisory published"}),
    Page(f"{WORLD}<slug:reference>/<str:name>", get=EVERYBODY,
         takes={"reference": "advisory published", "name": "advisory file"}),
    Page(f"{CSAF}provider-metadata.json", get=EVERYBODY),
    Page(f"{CSAF}key.asc", get=EVERYBODY),
    Page(f"{CSAF}service.json", get=EVERYBODY),
    Page(f"{CSAF}category-tlp-white.json", get=EVERYBODY),
    Page(f"{CSAF}white/", get=EVERYBODY),
    Page(f"{CSAF}white/index.txt", get=EVERYBODY),
    Page(f"{CSAF}white/changes.csv", get=EVERYBODY),
    Page(f"{CSAF}white/csaf-feed-tlp-white.json", get=EVERYBODY),
    Page(f"{CSAF}white/<int:year>/", get=EVERYBODY, takes={"year": "year"}),
    Page(f"{CSAF}white/<int:year>/<str:name>", get=EVERYBODY, takes={"year": "year", "name": "csaf file"}),
    Page(".well-known/csaf/provider-metadata.json", get=EVERYBODY),
    # by the login provider; without one they lead back to the login page
    Page("accounts/oidc/login/", post=EVERYBODY),
    Page("accounts/oidc/callback/", get=EVERYBODY),
    Page("accounts/oidc/end/", get=EVERYBODY),
    Page("accounts/logged-out/", get=EVERYBODY),
    # one's own account
    Page("accounts/provider/", get=ACCOUNT),
    Page("accounts/provider/take-off/", post=ACCOUNT, body={"account": Of("login elsewhere")}, ledger=False),
    Page("accounts/oidc/again/", get=ACCOUNT),
    Page("accounts/", get=ACCOUNT, post=ACCOUNT, body={"name": "Another name"}, ledger=False),
    Page("accounts/sessions/", get=ACCOUNT, post=ACCOUNT, body={"session": "others"}, ledger=False),
    Page("teams/", get=ACCOUNT),
    # what is due, for calendar programs
    Page(f"{TEAMS}calendar/<str:token>/due.ics", get=FEED),
    # the way into a team
    Page(f"{TEAMS}join/<str:token>/", get=INVITATION, post=INVITATION,
         body={"name": "New", "password": "four words make a good one"}),
)  # fmt: skip

PAGES = (*TEAM_PAGES, *LINKED_PAGES, *OTHER_PAGES)
"""Every page of the desk itself."""

LOOK_AT_NOBODY = ("healthz", "readyz", "metrics", "api/v1/openapi.json", "api/v1/")
"""Whether the desk is alive, and the description of the interface: views without a rule."""

ALLAUTH_BEFORE_LOGIN = (
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
"""Pages of allauth on the way in, by their names; each other one needs a login."""

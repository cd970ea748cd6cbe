"""How reports are handled and what is done about incidents: which lines are steps, and what they are called."""

from __future__ import annotations

import pytest

from troth.formats.commitment_json import to_json
from troth.policy.reader import read

TOLD: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        (
            "# Incident Response Plan\n"
            "\n"
            "## First hour\n"
            "\n"
            "1. **Isolate** the pier that is affected\n"
            "2. **Contain** the spill at once\n"
            "3. **Do not** move the ships\n"
            "4. **Notify** the harbour office\n"
        ),
        (
            "isolate",
            "contain",
            "notify",
        ),
        (),
    ),
    (
        (
            "# Plano de Resposta a Incidentes\n"
            "\n"
            "Este plano é para o porto e não para os navios.\n"
            "\n"
            "### Fase 1: DETECÇÃO (0-1 hora)\n"
            "\n"
            "O farol avisa.\n"
            "\n"
            "### Fase 2: CONTENÇÃO\n"
            "\n"
            "O cais é fechado.\n"
        ),
        (
            "detecção",
            "contenção",
        ),
        (),
    ),
    (
        (
            "# Plan de réponse aux incidents\n"
            "\n"
            "Nous suivons ce plan pour le port et les bateaux.\n"
            "\n"
            "## Détection et qualification\n"
            "\n"
            "Le phare appelle.\n"
            "\n"
            "## Rétablissement\n"
            "\n"
            "Le port rouvre.\n"
            "\n"
            "## Communication\n"
            "\n"
            "Le capitaine parle.\n"
        ),
        (
            "détection et qualification",
            "rétablissement",
        ),
        (),
    ),
    (
        (
            "# Incident runbook\n"
            "\n"
            "## Timeline of the answer\n"
            "\n"
            "### 0–1 Hour: Contain\n"
            "\n"
            "The pier is closed.\n"
            "\n"
            "### 1–24 Hours: Assess\n"
            "\n"
            "The damage is counted.\n"
        ),
        (
            "contain",
            "assess",
        ),
        (),
    ),
    (
        (
            "# Incident runbook\n"
            "\n"
            "## Alert runbooks\n"
            "\n"
            "### Ferry queue backlog\n"
            "\n"
            "1. Check the length of the queue\n"
            "2. Restart the loading workers\n"
            "3. Investigate why loading is slow\n"
        ),
        (),
        (),
    ),
    (
        (
            "# Incident handling at the ferry\n"
            "\n"
            "## Our response\n"
            "\n"
            "1. Acknowledge your report and give it a number\n"
            "2. Assess how bad the leak is\n"
            "3. Fix the leak in a closed dock\n"
            "4. Publish an advisory and a CVE\n"
            "5. Credit the researcher who found it\n"
        ),
        (),
        (
            "acknowledge the report and give it a number",
            "assess how bad the leak is",
            "fix the leak",
            "publish an advisory and a cve",
            "credit the researcher",
        ),
    ),
    (
        (
            "# Ferry security\n"
            "\n"
            "## Response timeline\n"
            "\n"
            "### Acknowledgment (within 2 days)\n"
            "\n"
            "- The report is answered\n"
            "\n"
            "### Investigation (within 9 days)\n"
            "\n"
            "- The hull is looked at\n"
            "\n"
            "### Public disclosure (after the fix)\n"
            "\n"
            "- The advisory is published\n"
        ),
        (),
        (
            "acknowledgment",
            "investigation",
            "public disclosure",
        ),
    ),
    (
        (
            "## Reporting a leak\n"
            "\n"
            "A member of the harbour team will confirm the leak, determine its size, and develop a fix.\n"
            "The fix will be published with the next timetable.\n"
        ),
        (),
        (
            "confirm the leak",
            "determine its size",
            "develop a fix",
            "publish the fix",
        ),
    ),
    (
        (
            "## Reporting a leak\n"
            "\n"
            "We will acknowledge your report within 2 days, look into it and work with you to understand and close the leak.\n"
        ),
        (),
        (),
    ),
    (
        (
            "## Handling of reports\n"
            "\n"
            "The process is:\n"
            "\n"
            "1. Once a report is in, a member of our team will create a draft advisory, which stays closed\n"
            "2. Typically, this takes some time\n"
            "3. A list of all affected versions is determined\n"
            "4. The fix is released with the advisory\n"
        ),
        (),
        (
            "create a draft advisory",
            "determine affected versions",
            "release the fix",
        ),
    ),
    (
        "## Process\n\nOur project provides a web timetable, sends letters, and tracks parcels.\n",
        (),
        (),
    ),
    (
        "## Process\n\nOur crew reviews timetables, tests ferries, and publishes maps.\n",
        (),
        (),
    ),
    (
        (
            "## Process\n\nThe crew reproduces the leak, fixes it, and publishes an advisory.\n\n"
            "## Disclosure\n\nThe team will confirm the report, handle the press, test it, and release a fix.\n"
        ),
        (),
        (
            "reproduce the leak",
            "fix the leak",
            "publish an advisory",
            "confirm the report",
            "release a fix",
        ),
    ),
    (
        (
            "# Incident Plan\n\n### Stage I: Preparation\n\nBuoys.\n\n### Stage II: Containment\n\nNets.\n\n"
            "### Stage IV -- Recovery\n\nShips.\n"
        ),
        ("preparation", "containment", "recovery"),
        (),
    ),
    (
        (
            "Incident Response Plan\n\nProcess\n1. Detect and triage\n2. Contain the spill\n3. Recover the pier\n\n"
            "Roles\n- Harbour master\n- Pilot\n"
        ),
        ("detect and triage", "contain the spill", "recover the pier"),
        (),
    ),
    (
        (
            "# Incident Plan\n\n## Summary\n\n- Spill reported\n- Triage and analysis\n- Containment (short term)\n"
            "- Recovery of the pier\n\n## Equipment\n\n- Recovery boat\n- Nets\n- Pumps\n- Lamps\n"
        ),
        ("spill reported", "triage and analysis", "containment", "recovery of the pier"),
        (),
    ),
    (
        (
            "# Incident Response\n\nOur process is detect, contain, recover, and learn.\n\n"
            "Our crew is brave, calm, and rested.\n\n## If a breach is detected\n\n"
            "1. **Assess** -- Look at the hull\n2. **Contain** -- Close the doors\n3. **Repair** -- Weld it\n"
        ),
        ("detect", "contain", "recover", "learn", "assess", "repair"),
        (),
    ),
    (
        (
            "# Runbook: Spill Leak\n\n## Detection\n\nGauges.\n\n## Immediate actions\n\nPumps.\n\n## Recovery\n\n"
            "Ships.\n\n## Communication\n\nHorn.\n"
        ),
        ("detection", "immediate actions", "recovery"),
        (),
    ),
    (
        (
            "## Reporting\n\nA ferry maintainer will, after validating the report:\n\n- Acknowledge the leak\n"
            "- Mark the leak as urgent\n- Publish an advisory\n\n## Writing\n\nWe will publish advisories through:\n\n"
            "1. **Notes**: the board\n2. **Release bell**: the quay\n3. **Advisory list**: the mail\n"
        ),
        (),
        ("acknowledge the leak", "mark the leak", "publish an advisory"),
    ),
    (
        (
            "## Security Update Process\n\n- Leaks will be evaluated for danger.\n- Fixes will be prioritized.\n"
            "- A patched release will be issued.\n\n## Vulnerability handling\n\n"
            "Report received → Triage → Fix → Release\n\nquay → pier → sea\n"
        ),
        (),
        (
            "evaluate leaks for danger",
            "prioritize fixes",
            "issue a patched release",
            "report received",
            "triage",
            "fix",
            "release",
        ),
    ),
    (
        (
            "## Disclosure policy\n\nWhen the crew receives a report, they will assign it to a primary handler. "
            "The leak is confirmed and a list of all affected ferries is determined. Hulls are audited to find any "
            "potential similar problems.\n\n## Disclosure of logs\n\nHulls are audited yearly.\n"
        ),
        (),
        (
            "assign primary handler",
            "confirm the leak and determine affected ferries",
            "audit hulls for similar problems",
        ),
    ),
    (
        "# Security\n\n### Step 1: Triage\n\nWe look.\n\n### Step 2: Fix\n\nWe mend.\n\n### Step 3: Disclosure\n\nWe tell.\n",
        (),
        ("Triage", "Fix", "Disclosure"),
    ),
    (
        "# Harbour\n\n### Step 1: Test the boat\n\nLook.\n\n### Step 2: Fix the sail\n\nMend it.\n\n### Step 3: Patch\n\nSew.\n",
        (),
        (),
    ),
    (
        "# Vulnerability disclosure\n\n### Step 1: Triage\n\nWe look.\n\n### Step 2: Publish in two weeks\n\nWe tell.\n",
        (),
        ("Triage", "Publish in two weeks"),
    ),
    (
        "# Vulnerability disclosure\n\n### Step 1: Triage (week 1)\n\nWe look.\n\n### Step 2: Fix (2 weeks)\n\nWe mend.\n",
        (),
        (),
    ),
    (
        (
            "# Vulnerability response\n\nStep 1 — Receipt: we confirm it.\n\nStep 2 — Triage: we rate it.\n\n"
            "Step by step the fog lifts.\n"
        ),
        (),
        ("receipt", "triage"),
    ),
    (
        (
            "# Incident handling\n\n**Detection.** Gauges call.\n\n**Containment.** Doors close.\n\n"
            "**Recovery.** Ships sail.\n\n**Weather.** It rains.\n\n## Steps\n\n1. Preparation\n"
            "2. Containment, Eradication, and Recovery\n"
        ),
        ("detection", "containment", "recovery", "preparation", "containment, eradication, and recovery"),
        (),
    ),
    (
        (
            "# 港口事件响应计划\n\n本文档描述我们如何响应安全事件。\n\n## 密钥泄露应急\n\n1. 立即撤销密钥\n2. 检查日志\n3. 通知用户\n"
        ),
        ("立即撤销密钥", "检查日志", "通知用户"),
        (),
    ),
    (
        (
            "# Sicherheitsrichtlinie\n\nBitte melden Sie Schwachstellen nicht öffentlich, sondern per Mail an uns.\n\n"
            "## Was nach der Meldung passiert\n\n1. **Bestätigung**: wir bestätigen den Eingang\n"
            "2. **Bewertung**: wir prüfen die Meldung\n3. **Behebung**: wir bauen einen Patch\n\n"
            "## Hafen\n\n1. **Lampen**: sie brennen\n2. **Glocken**: sie läuten\n3. **Kähne**: sie liegen\n"
        ),
        (),
        ("bestätigung", "bewertung", "behebung"),
    ),
    (
        (
            "## What you can expect from us\n\n- **Acknowledge** your report promptly\n- **Triage** it with the crew\n"
            "- **Fix** what is confirmed\n\n## Our promise\n\nWe will:\n\n1. ring the bell,\n2. light the lamp,\n"
            "3. test the horn.\n"
        ),
        (),
        ("acknowledge", "triage", "fix"),
    ),
    (
        (
            "## Emergency patch process\n\n```\n1. Leak reported\n2. Pilot assesses severity (2 hours)\n"
            "3. If it is bad:\n   a. Implement fix\n   b. Publish advisory\n```\n\n## Checks\n\n```\n1. Test horn\n"
            "2. Test bell\n3. Test fix\n```\n"
        ),
        (),
        ("leak reported", "pilot assesses severity", "implement fix", "publish advisory"),
    ),
    (
        (
            "# Harbour\n\n## Vulnerability response\n\n### When a vulnerability is discovered\n\n#### 1. Assess severity\n\n"
            "High water is high.\n\n#### 2. Patch at once\n\n```bash\n# 1. Develop fix\nbranch fix\n# 2. Test fix thoroughly\n"
            "horn --test\n# 3. Deploy hotfix\nsail\n```\n\n#### 3. Report review\n\nWe learn.\n\n## Lamps\n\n```bash\n"
            "# 1. Light lamp\nlamp\n# 2. Ring bell\nbell\n# 3. Test horn\nhorn\n```\n"
        ),
        (),
        ("assess severity", "patch at once", "develop fix", "test fix", "deploy hotfix", "report review"),
    ),
    (
        (
            "# Vulnerability handling process\n\n```\nReport of a leak\n → Triage by the crew (two days)\n   → Patch in the dock\n"
            "     → Release\n```\n\n## Tides\n\n```\nEbb\n → Flood\n   → Spring\n     → Neap\n```\n"
        ),
        (),
        ("report of a leak", "triage by the crew", "patch in the dock", "release"),
    ),
    (
        (
            "# Report handling\n\n## Phase 1: Triage\n\nWe look.\n\n## Phase 2: Verify the leak\n\nWe look again.\n\n"
            "# Security hardening plan\n\n## Phase 1: Lock the gates\n\nSoon.\n\n## Phase 2: Test the lamps\n\nLater.\n\n"
            "# Report on the gates\n\n## Phase 1: Test the bells ✅ COMPLETE\n\nx y.\n\n## Phase 2.5: Review the horns\n\nx y.\n"
        ),
        (),
        ("Triage", "Verify the leak"),
    ),
)
"""Documents, the phases and the steps that they tell."""


@pytest.mark.parametrize(
    ("title", "phases"),
    [
        ("Incident log and response", 3),
        ("Incident review & response", 3),
        ("Incident response", 3),
        ("Incident log", 0),
        ("Security incident report form", 0),
        ("Incident record template", 0),
    ],
)
def test_what_is_filled_in_about_one_incident_has_no_phases(title: str, phases: int) -> None:
    text = f"# Harbour\n\n## {title}\n\n1. Detect\n2. Contain\n3. Recover\n"
    kinds = [each.kind for each in read("SECURITY.md", text).commitments]
    assert kinds.count("incident_phase") == phases


@pytest.mark.parametrize(("text", "phases", "steps"), TOLD)
def test_phases_and_steps_are_told_by_their_names(text: str, phases: tuple[str, ...], steps: tuple[str, ...]) -> None:
    found = [to_json(each) for each in read("SECURITY.md", text).commitments]
    assert [each["name"] for each in found if each["kind"] == "incident_phase"] == list(phases)
    assert [each["name"] for each in found if each["kind"] == "disclosure_step"] == list(steps)


def test_classes_are_told_by_scenarios_and_by_labels_of_what_befell() -> None:
    text = (
        "# Incident runbook\n\n## 2. Incident Scenario: Ticket Leak\n\nThe tickets are void.\n\n"
        "## Pier Breach Response\n\n1. Close the pier\n2. Call the crew\n\n"
        "## Emergencies\n\n- **Key theft**: change the locks\n- **Ferry hijacked**: call the guard\n- **Fog**: wait\n"
    )
    found = [to_json(each) for each in read("SECURITY.md", text).commitments]
    names = [each["name"].lower() for each in found if each["kind"] == "incident_class"]
    assert names == ["ticket leak", "pier breach", "key theft", "ferry hijacked", "fog"]


def test_code_names_are_no_classes() -> None:
    text = (
        "# Incident runbook\n\n## Events\n\nThe event export includes:\n\n- `tideState`\n- `pierState`\n- `crewState`\n"
    )
    assert not [each for each in read("SECURITY.md", text).commitments if to_json(each)["kind"] == "incident_class"]

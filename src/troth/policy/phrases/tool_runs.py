"""What is done again and again where only the tool that does it is named: "Seahawk nightly", "Runs: daily"."""

from __future__ import annotations

from troth.policy.phrases.schedule import BRIEF
from troth.policy.saying import Saying
from troth.policy.words.rhythm import Rhythm
from troth.policy.words.sieve import Words
from troth.terms.activity import SCANNING, Activity

RUN_LABEL = Words(r"\W*(?:runs?|running|(?:scan )?frequency|schedule|when|trigger(?:s|ed)?|cadence|how often)\W*$")
BOTS = Words(r"\b(?:dependabot|renovate)\b")
GATE = Words(r"\b(?:must|ha(?:s|ve) to|needs? to|should|shall|pass(?:es)?|blocks?|fails?)\b")
"""What a tool asks of a change: who says so tells no rhythm beside the tool."""
SCANNERS = SCANNING | {Activity.FUZZING}


def by_tool(saying: Saying) -> str:
    """What the tool of the heading does, where a label asks when it runs: "Runs: daily" below "Semgrep"."""
    head = saying.statement.heading[-1] if saying.statement.heading else ""
    if not RUN_LABEL.match(saying.label) or len(saying.text[saying.value_at :].split()) > 2 * BRIEF:
        return ""
    if BOTS.search(head):
        return "patching"
    return "scan" if any(saying.scene.tools.find(head, "")) else ""


def _beside(saying: Saying, rhythm: Rhythm) -> str:
    """What a bullet says beside its label and the rhythm."""
    text = saying.text
    return f"{text[saying.value_at : rhythm.start]} {text[max(saying.value_at, rhythm.end) :]}"


def by_tools_of(saying: Saying, rhythm: Rhythm) -> str:
    """What the tools of a row or a bare bullet do, where it says nothing but which they are and when they run."""
    if saying.statement.form == "row":
        when = saying.text[rhythm.start : rhythm.end]
        cell = next((value for _, value in saying.cells[1:] if when in value), "")
        if not cell or len(cell.split()) > BRIEF:
            return ""
    elif saying.statement.form != "bullet" or len(_beside(saying, rhythm).split()) > BRIEF or GATE.search(saying.text):
        return ""
    named = list(saying.scene.tools.find(saying.text, saying.around))
    if any(BOTS.search(each.name) for each in named):
        return "patching"
    return "scan" if any(each.activities & SCANNERS for each in named) else ""

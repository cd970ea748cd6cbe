"""Sections of advice: told by their headings or by what they say; what the project does is none."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.reader import read
from troth.terms.commitment import Guidance

ADVICE = {
    "orders to whoever runs it": """
## Harbour lights

- Keep the lamp key out of your repository.
- Never expose the lamp port to the open sea.
- Rotate the lamp key before adopting a new pier.
""",
    "hints in sentences": """
## Ports and piers

If you expose a pier beyond localhost, review its gates. In production, put a proxy before it.
""",
    "a list behind one hint": """
## Ferries at night

Before you run a ferry at night:

- decide which lamps it carries;
- identify who holds the keys.
""",
    "what customers can do": """
### Anchoring Options

For calm water, operators can:

1. Anchor behind the mole
2. Use two anchors
""",
    "a heading with the word for advice": "## Installing safely\n\nLook at the script, then run it.",
    "one's own deployment": "## Hardening your own deployment\n\nWork through the list in the readme.",
    "practices by order": "## Lamp best practices\n\n- Use two lamps\n- Keep them dry",
    "a checklist to be ticked": "## Hardening checklist\n\n- [ ] Set your lamp key\n- [ ] Disable the horn in production",
    "a use in production": "## Running Ferry in production\n\nA proxy stands before the ferry.",
    "when it is used": "## When deploying Ferry\n\nThe horn belongs behind a proxy.",
    "for authors of plug-ins": "## For plugin authors\n\nAsk for as few rights as you can.",
    "what users should do": "## What users should do\n\nWatch for releases.",
    "practices for production, in Portuguese": """
## Boas práticas para produção

Guarde a chave do farol fora do repositório. Troque a senha do farol.
""",
    "what to do before a deployment, in French": """
## Avant de déployer en production

Changez le mot de passe du phare. Fermez les ports du phare.
""",
    "considerations for a deployment": "## Security considerations for deployment\n\nThe horn is loud.",
}
NO_ADVICE = {
    "what the project does": "## Harbour lights\n\n- We keep the lamp key in a vault.\n- Keep your lamp key dry.",
    "rules for its own people": """
## Lamp keys

- Never commit a lamp key.
- Ask a maintainer before merging.
- Keep your branch protected.
""",
    "orders with a deadline": "## Lamps\n\n- Replace your lamps within 7 days\n- Update the list within 30 days",
    "a document of boxes to be ticked": """
# Hardening checklist

## Lamps

- [ ] Lamps are encrypted
- [ ] Keys are rotated every year
- [ ] Logs are kept
""",
    "a checklist inside a plan for incidents": """
## Incident response

### Lamps out

#### Harbour checklist

- Check your lamps before running ferries
- Keep your logs
""",
    "what is done before a release": "## Before every release\n\n- Check your lamp keys\n- Build your ferry in production mode",
    "rights of users": "## User privileges\n\nThe ferry runs without privileges. The horn does too.",
    "a file whose name begins with consumers": "## consumer-rules.pro\n\nRules keep the lamp classes.",
    "a plan for incidents": "## Incident response\n\n- Isolate your lamps\n- Rotate the keys",
    "how to report": "## Reporting a vulnerability\n\nIf you use the ferry and find a hole, you should write to us.",
    "how the project keeps it safe": "## How we keep Ferry secure\n\nLamps are tested.",
    "boxes that are ticked": """
## Production Hardening Checklist

- [x] Lamps are encrypted
- [x] Ports are closed
""",
    "hardening that was done": "## Server hardening\n\nWe run no server. Ports stay closed.",
    "a question": "### When you should?\n\nYou think that you found a hole.",
    "one order among measures": "## Harbour lights\n\n- Lamps are tested\n- Keys are kept in a vault\n- Use two lamps",
}
WHOLE = """
# Harbour Hardening Guide

## Lamps

- Keep lamps dry

## Horns

- Sound no horn at night

## References

- The harbour book
"""


def noted(text: str) -> list[int | None]:
    """Lines of the headings of advice in ``text``."""
    found = read("SECURITY.md", text, tools.NAMES).commitments
    return [each.span.line for each in found if isinstance(each, Guidance)]


@pytest.mark.parametrize("text", ADVICE.values(), ids=ADVICE.keys())
def test_advice_is_noted_once(text: str) -> None:
    assert len(noted(f"# Security\n\n{text}")) == 1


@pytest.mark.parametrize("text", NO_ADVICE.values(), ids=NO_ADVICE.keys())
def test_what_is_none_is_not(text: str) -> None:
    assert noted(f"# Security\n\n{text}") == []


def test_a_document_that_is_all_advice_is_noted_by_its_sections() -> None:
    assert noted(WHOLE) == [4, 8]


def test_practices_that_were_ticked_are_heard() -> None:
    text = (
        "# Security\n\n## Production Hardening Checklist\n\n- [x] Backups are encrypted\n- [x] Trivy scans every image"
    )
    found = {type(each).__name__ for each in read("SECURITY.md", text, tools.NAMES).commitments}
    assert "Tool" in found


def test_sections_without_advice_among_best_practices_are_heard() -> None:
    text = """
# Security

## Security best practices

- Use two lamps
- Keep them dry
- Check the horn
- Rotate the keys

### Pipeline

- Trivy scans every image
- Lamps are tested
"""
    found = {type(each).__name__ for each in read("SECURITY.md", text, tools.NAMES).commitments}
    assert {"Guidance", "Tool"} <= found

"""The README of an export: what lies in it, for somebody who never saw the desk."""

from __future__ import annotations

from collections.abc import Mapping

from troth_desk.backups import kinds

WORDS = """\
# Everything of {name}

The state of {at}, as its desk for security reports kept it. It is plain text in open formats and needs no program of
ours. **Whoever has it reads every report**, also those under embargo, and what reporters sent in confidence.

## What lies here

| path | what it is |
|---|---|
| `EXPORT.json` | when and of whom; how many rows of each kind; files that are missing; what is left out, and why |
| `rows/KIND.jsonl` | rows, one JSON object a line, in UTF-8 (JSON Lines) |
| `schemas/KIND.schema.json` | what an object of the kind holds (JSON Schema, draft 2020-12) |
| `attachments/CASE/NUMBER-NAME` | files of reporters as they came: **open them as you open files of strangers** |
| `evidence/REVIEW/NUMBER-NAME` | files that show that a review was done |
| `mails/NUMBER.eml` | mails as they came in (RFC 5322), encrypted ones still encrypted |
| `ledger.jsonl` | what was done, entry by entry, each chained to the one before; the last line is signed |
| `SHA256SUMS` | the digest of each file here; `sha256sum --check SHA256SUMS` compares them |

## The kinds

{kinds}

## How to read it

- Instants are RFC 3339 in UTC (`2026-03-02T09:00:00Z`), days `2026-03-02`, durations ISO 8601 in seconds (`PT90S`).
- `id` is the number that a row has on the desk, the same in every export. A name that ends in `_id` holds the number of
  a row elsewhere: `member_id`, `owner_id`, `created_by_id` mean `people`; `participant_id` a participant of a case;
  `policy_id` and `promise_id` a version and a promise in `policies`; `spoken_id` a message of the case.
- `actor`, `by`, `proposed_by`: `member:3` is the member with id 3, `key:2` an API key, `system` the desk itself.
- `null` is "not there", "" is "nothing was said".
- Names of files are made safe here; what the reporter called a file stands in `attachments.jsonl` under `name`.

All titles of cases: `python3 -c "import json; [print(c['reference'], c['title']) for c in map(json.loads,
open('rows/cases.jsonl', encoding='utf-8'))]"`

## What is not here

Passwords, second factors, passkeys, sessions, API keys, tokens and their digests, reporters' links, secrets of webhooks
and calendars, and the desk's own keys. Where such a link stands in words of a row, its secret is `…`.
`EXPORT.json` names every table and column that is left out, and why. Mails
are here as they came: an answer to a mail of the desk names the mail that it answers, and may quote the link in it. Who
knows these can write into the conversation while the desk that this came from is there.
"""


def readme(name: str, at: str, rows: Mapping[str, int]) -> str:
    """The words for the organisation ``name`` at the instant ``at``."""
    lines = ["| kind | rows | what it is | inside |", "|---|---|---|---|"]
    for kind in kinds.KINDS:
        inside = ", ".join(f"`{each.name}`" for each in kinds.every(kind.inside))
        lines.append(f"| `{kind.name}` | {rows[kind.name]} | {kind.what} | {inside} |")
    title = " ".join(name.split())
    return WORDS.format(name=title, at=at, kinds="\n".join(lines))

"""How do you ask the desk? The commands: name and one line of help.

Each is the module ``troth_desk.commands.<name>`` with ``add(subparsers)`` and ``run(arguments) -> int``.
"""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "up": "set the desk up and run it, web and worker, until SIGTERM",
    "prepare": "make or renew the tables, the roles and the first organisation, then end",
    "web": "run web processes alone, beside other machines' on one PostgreSQL",
    "worker": "run one worker alone",
    "lmtp": "take mail from your mail server (LMTP) alone",
    "doctor": "is the desk itself run as policies advise? TLS, secrets, roles, keys, backups, …",
    "verify": "was the ledger changed? names the first broken entry",
    "export": "write every case, the ledger, or everything of a team in open formats",
    "backup": "write everything of the desk into one file, while it runs",
    "restore": "bring a backup back into an empty place, or only look whether it is whole",
    "owner": "let somebody in as an owner, or back into their account, by a one-time link",
    "receipt": "check the receipt of a report with the public key of its desk",
    "openpgp": "the OpenPGP key: show, replace, import, take back, publish",
    "example": "load example data, or remove it",
    "facts": "write how promises were kept, signed, for `troth check --desk-facts`",
    "playbooks": "write the playbooks for incidents into a folder, or take them in from there",
    "manage": "run a command of Django's (migrate, shell, …) with the desk's settings",
}

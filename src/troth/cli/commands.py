"""The commands: name and one line of help.

Each is the module ``troth.cli.<name>`` with ``add(subparsers)`` and ``run(arguments) -> int``.
"""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "check": "judge the promises of a policy by what the repository shows",
    "audit": "run the tools that a policy promises, as it promises them",
    "init": "take up a repository: its promises, how they stand, what its CI should run",
    "drift": "say where the policy and troth.toml part, or what changed since a revision",
    "fix": "rewrite the lines that keep promises from being true",
    "explain": "say of one promise what proves it and what was found",
    "vulnerable": "list known weaknesses of what lockfiles name, and what clears them",
    "inventory": "list the packages that lockfiles name",
    "standards": "hold the promises against what published standards ask",
    "read": "list what a policy promises, without judging it",
    "sbom": "check bills of materials that other tools wrote",
    "waive": "grant, list and take back permitted exceptions, each with a reason and an end",
    "attest": "record what people vouch for, where no machine can see",
    "push": "send the result of a check or an audit to the desk",
    "verify": "verify what a desk signed, on any machine: facts, receipts, ledgers",
    "advisories": "keep what is known to be wrong with packages, offline: update, status, show, serve",
    "completion": "print a completion script for a shell",
    "version": "print the version and what Troth runs on",
}

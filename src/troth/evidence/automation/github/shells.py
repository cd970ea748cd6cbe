"""How the shell of a step is started (docs.github.com, ``jobs.<job_id>.steps[*].shell``)."""

from __future__ import annotations

import re

from troth.evidence.automation.shell import Options

NO_SHELLS = frozenset({
    "python", "python3", "node", "perl", "ruby", "cat", "tee", "echo", "true", "false", ":", "less", "more", "head",
    "tail", "wc", "sort", "tac", "nl", "test",
})  # fmt: skip
"""Programs that read a script in another language, or run nothing of it."""
KNOWN = frozenset({"bash", "sh", "zsh", "dash", "ksh", "fish", "cmd", "pwsh", "powershell"})
SHELLS = re.compile(r"^(?:pwsh|powershell|cmd|msys2?|cygwin|nix)(?:\W|$)|(?:shell|sh)(?:[.{].*)?$")
"""Shells and programs that start one, by their names: "bash", "alpine.sh", "micromamba-shell", "nix-shell"."""


def shell_options(shell: str, runner: str) -> Options | None:
    """How the shell of a step is started; None where it is none that is known.

    Any program can be given the script (docs.github.com, ``jobs.<job_id>.steps[*].shell``, "Custom shell").
    """
    words = shell.split()
    if not words:
        return Options() if runner == "Windows" else Options(errexit=True)
    names = [word.rsplit("/", 1)[-1].lower() for word in words]
    head = names[0]
    if head in NO_SHELLS or not (SHELLS.search(head) or any(name in KNOWN for name in names[1:])):
        return None
    if head in ("pwsh", "powershell", "cmd"):
        return Options()  # only the last exit code counts
    if len(words) == 1:
        return Options(errexit=True, pipefail=head == "bash")
    if "-c" in words and not re.search(r"-c\s+(?:'[^']*\{0\}|\"[^\"]*\{0\}|\{0\}|.*\$)", shell):
        return None  # the text behind -c is run, and the script only named to it
    if head in ("bash", "sh", "zsh"):
        flags = [word for word in words[1:] if word.startswith("-") and not word.startswith("--")]
        return Options(errexit=any("e" in flag for flag in flags) or "errexit" in words, pipefail="pipefail" in words)
    return Options(errexit=True)

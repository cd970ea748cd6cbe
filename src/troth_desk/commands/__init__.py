"""How do you ask the desk? The commands: name and one line of help.

Each is the module ``troth_desk.commands.<name>`` with ``add(subparsers)`` and ``run(arguments) -> int``.
"""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "manage": "run a command of Django's (migrate, shell, …) with the desk's settings",
}

"""No part of the desk asks an address of the network past ``outward``, which refuses machines that are not public."""

from __future__ import annotations

import ast
from pathlib import Path

DESK = Path(__file__).resolve().parents[2] / "src" / "troth_desk"
ASKING = ("http.client", "urllib.request", "requests", "httpx", "urllib3", "aiohttp", "socket", "ftplib", "telnetlib")
ALLOWED = {
    "mailbox/lmtp.py": "it listens, and asks nobody",
    "commands/serving.py": "it listens, and asks nobody",
    "project/doctor/certificate.py": "it asks the desk's own address, which the operator sets",
    "project/doctor/login_provider.py": "it asks the issuer, which the operator sets",
    "people/oidc.py": "it names the error of the library that asks the issuer, which the operator sets",
}
"""Modules that may name such a library, and why no address that a person of the desk sets is asked by them."""


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_addresses_are_asked_by_the_one_door() -> None:
    past = set()
    for path in DESK.rglob("*.py"):
        name = path.relative_to(DESK).as_posix()
        asks = any(one == each or one.startswith(f"{each}.") for one in imported(path) for each in ASKING)
        if asks and not name.startswith("outward"):
            past.add(name)
    assert past <= set(ALLOWED), f"ask by troth_desk.outward: {sorted(past - set(ALLOWED))}"
    assert past, "the test finds those that are allowed"

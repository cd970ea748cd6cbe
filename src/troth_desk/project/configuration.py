"""What the environment says: where data lies, which database, which secrets. Secrets come from it or from files."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from troth_desk import kept

DATA = "TROTH_DESK_DATA"
DATABASE = "TROTH_DESK_DATABASE"
SECRET = "TROTH_DESK_SECRET_KEY"
ADDRESS = "TROTH_DESK_ADDRESS"
ATTACHMENT_KEY = "TROTH_DESK_ATTACHMENT_KEY"
SIGNING_KEY = "TROTH_DESK_SIGNING_KEY"
MAIL = "TROTH_DESK_MAIL"
MAILBOX = "TROTH_DESK_MAILBOX"
"""The mailbox that reports are fetched from: imaps://user:password@host/INBOX."""
OPENPGP_KEY = "TROTH_DESK_OPENPGP_KEY"
BACKUPS = "TROTH_DESK_BACKUPS"
"""The folder of scheduled backups; see ``backups.schedule`` for how they are sealed and how many are kept."""
HOSTS = "TROTH_DESK_HOSTS"
"""Further names by which the desk may be asked, beside that of its address; separated by commas."""
INSIDE = "TROTH_DESK_INSIDE"
"""Machines that are not public and that the desk may ask all the same: "host" or "host:port", separated by commas."""
ADVISORIES = "TROTH_DESK_ADVISORIES"
AUDITS = "TROTH_DESK_AUDITS"
"""Whether the desk audits projects itself: "on", "sandboxed" (by bubblewrap alone) or "off"."""
AUDITS_FOLDER = "TROTH_DESK_AUDITS_FOLDER"
"""The folder of checkouts, which are there as long as they are audited; without it one in the data folder."""
REPOSITORIES = "TROTH_DESK_REPOSITORIES"
"""Where repositories lie that are audited, and by which tokens private ones are read; see ``audits.sources``."""
METRICS_TOKEN = "TROTH_DESK_METRICS_TOKEN"
"""What Prometheus sends to read ``/metrics``; without it this machine alone reads them, on a desk of its own."""
REQUESTS = "TROTH_DESK_REQUESTS_A_MINUTE"
"""How many requests an address may send to a web process in a minute; 0 for any number."""
ROLE = "TROTH_DESK_ROLE"
"""As which role PostgreSQL is used; see ``tenants.roles``. Commands set it for the processes that they start."""
OWNER_ROLE, APPLICATION_ROLE, WORKER_ROLE = "owner", "application", "worker"
FACTOR_KEY = "TROTH_DESK_FACTOR_KEY"
GITHUB = "TROTH_DESK_GITHUB"
GITHUB_API = "TROTH_DESK_GITHUB_API"
"""Where the interface of a GitHub Enterprise Server is: "https://github.example.org/api/v3"."""
WEBHOOK_KEY = "TROTH_DESK_WEBHOOK_KEY"
OIDC = "TROTH_DESK_OIDC"
OIDC_SECRET = "TROTH_DESK_OIDC_SECRET"
PROXIES = "TROTH_DESK_PROXIES"
"""How many proxies of one's own stand before the desk: so many entries of X-Forwarded-For are believed."""


def data_directory() -> Path:
    """The folder of everything that is no database row: keys, attachments, and the SQLite file."""
    return Path(os.environ.get(DATA) or "desk-data").absolute()


def address() -> str:
    """Where people reach the desk: by the environment or the file that a running one wrote; "" by neither."""
    written = data_directory() / "address"
    return secret(ADDRESS) or (written.read_text().strip() if written.is_file() else "")


def keep_address() -> None:
    """Write down where the desk is reached, for commands that are run beside it and print links."""
    (data_directory() / "address").write_text(f"{secret(ADDRESS)}\n")


def secret(name: str) -> str:
    """The secret ``name``: from the environment, from the file that ``name_FILE`` names, or "" where neither is set."""
    value = os.environ.get(name, "")
    file = os.environ.get(f"{name}_FILE", "")
    return value or (Path(file).read_text().strip() if file else "")


def kept_secret(name: str, file: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """The secret ``name``, made and kept as ``file`` of the data directory (mode 0600) where nobody gave one."""
    return secret(name) or kept.once(data_directory() / "keys" / file, make)


def signing_key() -> str:
    """A new private key for the desk's signatures: Ed25519, PKCS #8, PEM."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def retired_keys() -> list[str]:
    """Public keys (PEM) that signed for this desk before the present one: ``keys/retired/*.pem`` of the data folder."""
    return [path.read_text() for path in sorted((data_directory() / "keys" / "retired").glob("*.pem"))]


def hosts(address: str) -> list[str]:
    """The names by which the desk answers: that of its address, this machine's own, and what ``HOSTS`` adds."""
    name = urlsplit(address).hostname or ""
    own = f"[{name}]" if ":" in name else name
    return list(dict.fromkeys(filter(None, [own, "localhost", "127.0.0.1", "[::1]", *listed(HOSTS)])))


def listed(name: str) -> list[str]:
    """What the variable ``name`` lists, separated by commas."""
    return [each.strip() for each in os.environ.get(name, "").split(",") if each.strip()]


def audits() -> str:
    """What ``AUDITS`` says: "on" without it. Raises ``ValueError`` where it is none of the three."""
    said = os.environ.get(AUDITS) or "on"
    if said not in {"on", "off", "sandboxed"}:
        raise ValueError(f"{AUDITS} takes on, sandboxed or off, not {said}")
    return said


def requests_a_minute() -> int:
    """What ``REQUESTS`` says, 1200 without it. Raises ``ValueError`` where it is no number."""
    said = os.environ.get(REQUESTS) or "1200"
    if not said.isdigit():
        raise ValueError(f"{REQUESTS} takes a number, 0 for any number of requests, not {said}")
    return int(said)


def database() -> dict[str, object]:
    """Django's settings of the database: SQLite in the data directory, or PostgreSQL by its URL."""
    url = secret(DATABASE)
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data_directory() / "desk.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"{DATABASE} takes postgresql://user:password@host:port/name, not {parts.scheme}://")
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", "") or unquote(parts.hostname or ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail() -> dict[str, object]:
    """Django's settings of mail, by ``TROTH_DESK_MAIL``; without it none is sent, and everything stands on the desk.

    ``smtp://user:password@host:587?from=desk@example.org`` encrypts with STARTTLS, ``smtps://`` from the first byte
    (port 465), ``smtp+plain://`` not at all, for a relay on the same machine. ``file:///folder`` writes files there.
    """
    url = secret(MAIL)
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    sender = dict(parse_qsl(parts.query)).get("from", "")
    if parts.scheme not in {"smtp", "smtps", "smtp+plain", "file"} or "@" not in sender:
        raise ValueError(
            f"{MAIL} takes smtp://user:password@host:587?from=desk@example.org, or smtps://, smtp+plain://"
        )
    if parts.scheme == "file":
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": unquote(parts.path), "DEFAULT_FROM_EMAIL": sender}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 587, "smtps": 465, "smtp+plain": 25}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }


def oidc() -> dict[str, str] | None:
    """The login provider of the team by ``TROTH_DESK_OIDC``, None where there is none.

    ``https://issuer.example.org/realm?client_id=desk&name=Example`` and, for people of a domain to join without an
    invitation, ``&domain=example.org&role=auditor``. ``page`` is the origin of the provider's login page where it is
    another one than the issuer's. The client's secret stands in ``TROTH_DESK_OIDC_SECRET``.
    """
    url = secret(OIDC)
    if not url:
        return None
    parts = urlsplit(url)
    said = dict(parse_qsl(parts.query))
    unknown = set(said) - {"client_id", "name", "domain", "role", "organisation", "page"}
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not said.get("client_id") or not parts.hostname or (parts.scheme != "https" and not local) or unknown:
        raise ValueError(
            f"{OIDC} takes https://issuer?client_id=desk, and name, domain, role, organisation, page"
            + (f"; it knows no {', '.join(sorted(unknown))}" if unknown else "")
        )
    if said.get("role", "auditor") not in {"auditor", "reviewer", "responder"}:
        raise ValueError(f"{OIDC}: whoever joins by their domain is auditor, reviewer or responder; owners are invited")
    origin = f"{parts.scheme}://{parts.netloc}"
    return {
        "issuer": f"{origin}{parts.path.rstrip('/')}",
        "client_id": said["client_id"],
        "secret": secret(OIDC_SECRET),
        "name": said.get("name", parts.hostname),
        "domains": said.get("domain", "").lower(),
        "role": said.get("role", "auditor"),
        "organisation": said.get("organisation", ""),
        "page": said.get("page", origin).rstrip("/"),
    }

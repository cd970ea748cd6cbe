"""What a monitoring sends: Alertmanager's webhook, or a plain shape, read within bounds.

Alertmanager: version 4 of https://prometheus.io/docs/alerting/latest/configuration/#webhook_config: ``alerts`` with
``status``, ``labels``, ``annotations``, ``startsAt``, ``fingerprint``, and ``groupKey`` for those that came together.
Plain: one object with ``key`` and ``title``, or ``alerts`` of such objects.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from troth_desk.faces.lines import one_line

LARGEST = 1024 * 1024
"""Bytes of the largest message."""
MOST = 500
"""Alerts of one message; Alertmanager cuts at what ``max_alerts`` says."""
MOST_LABELS = 30
LONGEST = 300
LONGEST_SUMMARY = 4_000
ALERTMANAGER, PLAIN, LOGINS = "alertmanager", "plain", "logins"
SEVERITIES = {
    "critical": ("critical", "emergency", "fatal", "disaster", "p0", "sev0", "sev1"),
    "high": ("high", "error", "major", "page", "p1", "sev2"),
    "medium": ("medium", "warning", "warn", "minor", "average", "p2", "sev3"),
    "low": ("low", "info", "informational", "information", "notice", "none", "p3", "sev4"),
}
"""What severities are called elsewhere."""
_CALLED = {name: severity for severity, names in SEVERITIES.items() for name in names}


class UnreadableAlertError(ValueError):
    """It is no alert; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One alert. ``fingerprint`` and ``group`` are digests (SHA-256); ``starts_at`` is when it began, if told."""

    source: str
    fingerprint: str
    title: str
    group: str = ""
    resolved: bool = False
    severity: str = ""
    incident_class: str = ""
    summary: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    starts_at: datetime | None = None


def digest(text: str) -> str:
    """What is kept of a key that somebody else gave."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read(body: bytes) -> list[Told]:
    """The alerts of one message.

    Raises:
        UnreadableAlertError: it is larger than ``LARGEST``, no JSON, or has no alert.
    """
    if len(body) > LARGEST:
        raise UnreadableAlertError(f"It is larger than {LARGEST // 1024} KiB.")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableAlertError("It is no JSON.") from None
    if not isinstance(told, dict):
        raise UnreadableAlertError("Send a JSON object: an Alertmanager message, or {“key”: …, “title”: …}.")
    alerts = told.get("alerts")
    if alerts is None:
        return [_plain(told, told)]
    if not isinstance(alerts, list) or not all(isinstance(each, dict) for each in alerts):
        raise UnreadableAlertError("“alerts” is a list of objects.")
    if len(alerts) > MOST:
        raise UnreadableAlertError(f"More than {MOST} alerts in one message: group or cut them (max_alerts).")
    return [_alertmanager(each, told) if "labels" in each else _plain(each, told) for each in alerts]


def _alertmanager(alert: Mapping[str, Any], message: Mapping[str, Any]) -> Told:
    labels, notes = _pairs(alert.get("labels")), _pairs(alert.get("annotations"))
    name = labels.get("alertname", "")
    title = notes.get("summary") or notes.get("title") or name
    if not title:
        raise UnreadableAlertError("An alert needs the label “alertname” or the annotation “summary”.")
    where = labels.get("instance") or labels.get("job", "")
    key = _text(alert.get("fingerprint")) or json.dumps(dict(sorted(labels.items())))
    return Told(
        source=ALERTMANAGER,
        fingerprint=digest(key),
        group=digest(f"{message.get('receiver')}\n{message['groupKey']}") if _text(message.get("groupKey")) else "",
        title=_line(f"{title} ({where})" if where and where not in title else title),
        resolved=_text(alert.get("status")).lower() == "resolved",
        severity=_CALLED.get(labels.get("severity", "").lower(), ""),
        incident_class=labels.get("incident_class") or labels.get("class", ""),
        summary=notes.get("description", "")[:LONGEST_SUMMARY],
        labels=labels,
        starts_at=_instant(alert.get("startsAt")),
    )


def _plain(alert: Mapping[str, Any], message: Mapping[str, Any]) -> Told:
    key, title = _text(alert.get("key")), _line(_text(alert.get("title")))
    if not key or not title:
        raise UnreadableAlertError("An alert needs “key”, which is the same each time it is told, and “title”.")
    group = _text(alert.get("group") or message.get("group"))
    state = _text(alert.get("state") or "firing").lower()
    if state not in ("firing", "resolved"):
        raise UnreadableAlertError("“state” is “firing” or “resolved”.")
    severity = _text(alert.get("severity")).lower()
    return Told(
        source=PLAIN,
        fingerprint=digest(key),
        group=digest(group) if group else "",
        title=title,
        resolved=state == "resolved",
        severity=_CALLED.get(severity, ""),
        incident_class=_text(alert.get("class")),
        summary=_text(alert.get("description"))[:LONGEST_SUMMARY],
        labels=_pairs(alert.get("labels")) | ({"url": url} if (url := _line(_text(alert.get("url")))) else {}),
        starts_at=_instant(alert.get("started_at")),
    )


def _pairs(given: object) -> dict[str, str]:
    """Labels as lines; what is no text is left out, and so is what is more than ``MOST_LABELS``."""
    if not isinstance(given, dict):
        return {}
    told = {_line(str(name))[:60]: _line(value) for name, value in given.items() if isinstance(value, str)}
    return dict(list(told.items())[:MOST_LABELS])


def _text(value: object) -> str:
    """A text as a database keeps it: without zero bytes, and with "?" for half a pair of UTF-16 (RFC 8259 §8.2)."""
    return value.encode("utf-8", "replace").decode().replace("\0", "").strip() if isinstance(value, str) else ""


def _line(value: str) -> str:
    return one_line(_text(value))[:LONGEST]


def _instant(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None and 1990 < found.year < 9000 else None

"""Can the desk send mail, encrypted on its way to the server? The server is asked; no mail is sent."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import get_connection

from troth_desk.notices import queries
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, is_own_machine, safe, unsafe, unseen
from troth_desk.project.doctor.clauses import CONTACT, EVENTS, TLS
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope


def _look(desk: Desk) -> Iterator[Finding]:
    if not queries.mail_is_set_up():
        yield at_risk(
            "The desk sends no mail: breaches, bursts of failed logins and new reports stand on its pages alone.",
            "Set TROTH_DESK_MAIL=smtp://user:password@host:587?from=desk@example.org.",
        )
        return
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield _server()
    failed = 0
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            failed += Delivery.objects.filter(organisation=organisation, state=DeliveryState.FAILED).count()
    if failed:
        yield at_risk(f"{failed} mails were given up.", "Notices, “Not sent”, says why each was.")
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield unseen(f"Mail goes to {settings.EMAIL_BACKEND.rpartition('.')[2]}, which is no server.")


def _server() -> Finding:
    host = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if not encrypted and not is_own_machine(settings.EMAIL_HOST):
        return unsafe(f"Mail goes to {host} in clear, its password too.", "Use smtp:// (STARTTLS) or smtps://.")
    server = get_connection(timeout=10)
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        return at_risk(f"The mail server {host} does not take mail now: {error}.", "See that it runs; mails wait.")
    finally:
        server.close()
    return safe(f"The mail server {host} answers{' and lets the desk in' if settings.EMAIL_HOST_USER else ''}.")


CHECK = Check(name="mail-out", asks="Can the desk send mail?", applies=(EVENTS, CONTACT, TLS), look=_look)

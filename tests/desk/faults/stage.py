"""A desk for trials: set up once, then its processes are forked as ``troth-desk up`` forks them, killed, forked again.

It obeys lines on standard input: ``web``, ``worker`` and ``mail`` (LMTP) start a process, alone in a process group of its own, and print
its number; ``prove`` opens every kept file and prints how many are not what came. It ends when the input ends.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from troth_desk.commands import prepare, serving, setup
from troth_desk.project import configuration

OWNER = "owner@example.org"


def main() -> None:
    parser = argparse.ArgumentParser()
    setup.add_options(parser)
    prepare.add_content(parser)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--lmtp", default="", help="port where mail is taken")
    parser.add_argument("--webhook", default="", metavar="URL", help="who is told of cases and messages")
    parser.add_argument(
        "--die", type=float, default=0, metavar="P", help="chance to die after what was sent is kept, unanswered"
    )
    parser.add_argument("--processes", type=int, default=1, help="processes that answer")
    parser.add_argument(
        "--lease", type=float, help="seconds of leases and until a mail is tried again (default: those of the desk)"
    )
    parser.add_argument("--period", type=float, help="seconds from one round to the next (default: those of the desk)")
    arguments = parser.parse_args()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what servers print is no answer
    os.environ[configuration.ADDRESS] = f"http://localhost:{arguments.port}"
    setup.prepare(arguments, configuration.OWNER_ROLE)
    prepare.prepare(arguments, prepare.read(arguments.policy))
    _settle_in(arguments)
    _die_unanswered(arguments.die)
    serving.load()
    print("ready", file=answers)
    for line in sys.stdin:
        multiprocessing.active_children()  # buries those that were killed
        print(_obeyed(line.strip(), arguments), file=answers)
    for each in multiprocessing.active_children():
        os.killpg(each.pid or 0, signal.SIGKILL)


def _obeyed(order: str, arguments: argparse.Namespace) -> int:
    if order == "prove":
        return _damaged()

    def web() -> None:
        serving.serve("127.0.0.1", arguments.port, arguments.processes)

    works: dict[str, Callable[[], None]] = {
        "web": web,
        "worker": serving.work,
        "mail": lambda: serving.take_mail(arguments.lmtp),
    }

    def alone() -> None:
        os.setpgrp()
        works[order]()

    return serving._start(order, alone).pid or 0


def _die_unanswered(probability: float) -> None:
    """Let a process that answers kill itself, by chance, between the commit of what was sent and the answer to it."""
    from troth_desk.tenants.middleware import TenantMiddleware

    answered = TenantMiddleware.__call__

    def dying(self: TenantMiddleware, request: HttpRequest) -> HttpResponseBase:
        response = answered(self, request)
        if request.method == "POST" and response.status_code < 400 and random.random() < probability:  # noqa: S311
            os.kill(os.getpid(), signal.SIGKILL)
        return response

    TenantMiddleware.__call__ = dying  # type: ignore[method-assign]


def _settle_in(arguments: argparse.Namespace) -> None:
    """Somebody owns the desk, to whom mail goes; rounds and leases are as short as was asked."""
    from troth_desk import clock
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.notices import delivery
    from troth_desk.people import actions
    from troth_desk.people.models import Role
    from troth_desk.tenants import queries as tenants
    from troth_desk.tenants import rounds, scope
    from troth_desk.webhooks import actions as webhooks
    from troth_desk.webhooks import delivery as tellings

    if arguments.lease:
        rounds.LEASE = delivery.LEASE = tellings.LEASE = timedelta(seconds=arguments.lease)
        delivery.BACKOFF = (timedelta(seconds=arguments.lease),) * len(delivery.BACKOFF)
    if arguments.period:
        for name, registered in rounds.discover().items():
            rounds.ROUNDS[name] = replace(registered, period=timedelta(seconds=arguments.period))
    organisation = tenants.organisations().get()
    with scope.inside(organisation):
        link = actions.invite(organisation, OWNER, Role.OWNER, by=SYSTEM, at=clock.now())
        user = actions.open_account(OWNER, "Owner", "a long pass phrase 1")
        member = actions.join(link.invitation, user, at=clock.now())
        if arguments.webhook:
            webhooks.subscribe(
                organisation,
                name="Receiver",
                url=arguments.webhook,
                kinds=["case.opened", "message.sent"],
                member=member,
                by=SYSTEM,
                at=clock.now(),
            )


def _damaged() -> int:
    from django.db import connection

    from troth_desk.files.uploads import vault
    from troth_desk.files.vault import DamagedFileError
    from troth_desk.intake.models import Attachment
    from troth_desk.tenants import queries, scope

    damaged = 0
    for organisation in queries.organisations():
        with scope.inside(organisation):
            for file in Attachment.objects.filter(organisation=organisation):
                try:
                    vault().prove(file.stored_as, file.sha256)
                except DamagedFileError:
                    damaged += 1
    connection.close()
    return damaged


if __name__ == "__main__":
    main()

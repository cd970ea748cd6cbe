"""The process that an audit is made in: the worker forks it and goes on with clocks and mail meanwhile.

It ends with the worker. What it started ends with it, since every program runs in a process group that is killed.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from typing import Any

from django.db import connections

from troth.evidence import process
from troth_desk import clock
from troth_desk.audits import carrying
from troth_desk.tenants.models import Organisation

logger = logging.getLogger(__name__)

NICE = 5
"""How much an audit yields to what people wait for."""
_forking = multiprocessing.get_context("fork")
_running: list[ForkProcess] = []


def busy() -> bool:
    """Whether a process of this one is at an audit now."""
    _running[:] = [one for one in _running if one.is_alive()]
    return bool(_running)


def start(organisation: Organisation, pk: int) -> None:
    """Begin the audit ``pk`` in a process of its own; it waits its turn where another one audits on this machine."""
    connections.close_all()  # a connection is of one process alone
    begun = _forking.Process(target=_audit, args=(organisation, pk), name="audit", daemon=True)
    begun.start()
    _running.append(begun)


def _audit(organisation: Organisation, pk: int) -> None:
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: the worker ends, and ends this one
    _end_with_parent()
    os.nice(NICE)
    with carrying.only_one() as only:
        if only:
            carrying.carry_out(organisation, pk, clock.now)


def _end(*_: Any) -> None:
    """SIGTERM: what runs is killed, the audit given back, and the process ends."""
    process.stop()
    sys.exit(0)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="ends with its parent", daemon=True).start()

"""One audit from its begin to its end: clone, run, keep the result among all results of the project."""

from __future__ import annotations

import fcntl
import logging
import os
import platform
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection

from troth_desk.audits import actions, cloning, queries, running, sources
from troth_desk.audits.models import Audit
from troth_desk.audits.running import Ran
from troth_desk.audits.sources import Source
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import queries as policies
from troth_desk.scans import actions as scans
from troth_desk.scans import pushed
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation
from troth_desk.watch import actions as watch
from troth_desk.watch.models import Origin
from troth_desk.watch.refusal import RefusedInventoryError

logger = logging.getLogger(__name__)

HEARTBEAT = 45.0
"""Seconds between two renewals of a lease."""
_MOST_TOLD = 5
SOURCE = "repository"
"""What the list of components is called that audits read."""
RESULTS = ".troth"
"""The folder of a checkout in which the results of tools lie; what holds of them spares the tool at the next audit."""


@contextmanager
def only_one() -> Iterator[bool]:
    """Whether this process is the only one of its machine that audits, until the end of the block."""
    folder = Path(settings.AUDITS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / f"{machine()}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def machine() -> str:
    """The name of this machine, as a name of a file."""
    return "".join(each if each.isalnum() or each in "-." else "-" for each in platform.node())[:100] or "machine"


def carry_out(organisation: Organisation, pk: int, now: Callable[[], datetime]) -> bool:
    """Do the audit ``pk`` if nobody else does; whether it ended with a result. No transaction is open meanwhile."""
    with scope.inside(organisation):
        audit = queries.waiting(organisation, now()).filter(pk=pk).first()
        if audit is None or not actions.begin(audit, machine=machine(), at=now()):
            return False
    try:
        with _alive(organisation, audit, now):
            return _carried_out(organisation, audit, now)
    except SystemExit:
        with scope.inside(organisation):
            actions.give_back(audit)
        raise
    except Exception as error:  # what nobody foresaw ends this audit in words, and leaves its trace in the log
        logger.exception("audit %s of organisation %s failed", audit.pk, organisation.pk)
        with scope.inside(organisation):
            why = f"The desk itself failed ({type(error).__name__}); the worker's log says where."
            actions.failed(audit, why, at=now())
        return False


def _carried_out(organisation: Organisation, audit: Audit, now: Callable[[], datetime]) -> bool:
    with scope.inside(organisation):
        source = sources.source(organisation, audit.project) or Source("")
        plan = queries.plan(audit.project)
        version = policies.current_version(audit.project)
        texts = running.Words(policies.sources(version), policies.digests(version)) if version else None
    work = Path(settings.AUDITS_FOLDER) / f"project-{audit.project_id}"
    commit, url = "", source.url
    try:
        with _tree(work) as tree:
            clone = cloning.clone(source, tree, branch=plan.branch)
            commit = clone.commit
            _listed(organisation, audit, tree, work, commit, now)
            _results_back(work, tree)
            ran = running.run(tree, work, texts)
            told = _told(ran, running.pushed_as(audit.project.slug, ran, tree, texts))
    except (cloning.NoCloneError, running.NoAuditError, pushed.RefusedPushError) as error:
        with scope.inside(organisation):
            actions.failed(audit, str(error), url=url, commit=commit, at=now())
        return False
    return _kept(organisation, audit, told, ran, now, url=url, commit=commit)


def _listed(
    organisation: Organisation, audit: Audit, tree: Path, work: Path, commit: str, now: Callable[[], datetime]
) -> None:
    """Keep what the tree is made of, so that it is watched without any CI; whether tools run is another matter."""
    try:
        found = running.inventory(tree, work)
        if found is not None:
            with scope.inside(organisation):
                watch.take(audit.project, found, by=SYSTEM, at=now(), source=SOURCE, origin=Origin.AUDIT, commit=commit)
    except RefusedInventoryError as refused:  # the page of components says how old the list is that stays
        logger.warning("components of project %s were not read: %s", audit.project_id, refused)


def _kept(
    organisation: Organisation,
    audit: Audit,
    told: pushed.Pushed,
    ran: Ran,
    now: Callable[[], datetime],
    *,
    url: str,
    commit: str,
) -> bool:
    """Keep the result; False where it is refused, or where another process has taken the audit over meanwhile."""
    with scope.inside(organisation):
        try:
            kept = scans.keep(audit.project, told, by=SYSTEM, at=now())
        except pushed.RefusedPushError as refused:
            actions.failed(audit, str(refused), url=url, commit=commit, at=now())
            return False
        return actions.done(audit, kept.scan, url=url, commit=commit, isolation=ran.isolation, by=SYSTEM, at=now())


def _told(ran: Ran, body: bytes) -> pushed.Pushed:
    """The result as it is kept; raises ``NoAuditError`` where no tool ran whole."""
    told = pushed.read(body)
    if not running.whole(told):
        raise running.NoAuditError(_nothing_ran(ran))
    return told


def _nothing_ran(ran: Ran) -> str:
    """Why an audit of which no tool ran whole proves nothing: the reason of each promised tool, the first few."""
    planned = [each for each in ran.result.get("plan", ()) if each.get("promised_by")]
    reasons = {str(each["tool"]): str(each.get("reason") or "") for each in planned if each.get("state") != "ready"}
    reasons |= {
        str(each["tool"]): str(each["gaps"][0].get("reason", "")) for each in ran.result["tools"] if each.get("gaps")
    }
    told = [f"{tool}: {reason or 'it left something out'}" for tool, reason in reasons.items()]
    more = f" So it is with {len(told) - _MOST_TOLD} more." if len(told) > _MOST_TOLD else ""
    return f"No promised tool ran whole. {'; '.join(told[:_MOST_TOLD]) or 'None of them is for this tree'}.{more}"


@contextmanager
def _tree(work: Path) -> Iterator[Path]:
    """A folder for the checkout, not there yet; what tools told of it is kept aside at the end, the rest goes."""
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    tree = work / "tree"
    _results_aside(work, tree)
    for old in (tree, work / "documents", work / "tmp"):
        shutil.rmtree(old, ignore_errors=True)
    try:
        yield tree
    finally:
        _results_aside(work, tree)
        for old in (tree, work / "documents", work / "tmp"):
            shutil.rmtree(old, ignore_errors=True)


def _results_aside(work: Path, tree: Path) -> None:
    """Keep what tools told so far, after a process that died too: what holds of it is not run a second time."""
    found = tree / RESULTS
    if found.is_dir() and not found.is_symlink():
        shutil.rmtree(work / RESULTS, ignore_errors=True)
        found.rename(work / RESULTS)


def _results_back(work: Path, tree: Path) -> None:
    """Put them into the new checkout, in place of what a tree brings of that name itself."""
    brought = tree / RESULTS
    if brought.is_symlink() or brought.is_file():
        brought.unlink()
    shutil.rmtree(brought, ignore_errors=True)
    if (work / RESULTS).is_dir():
        (work / RESULTS).rename(brought)


@contextmanager
def _alive(organisation: Organisation, audit: Audit, now: Callable[[], datetime]) -> Iterator[None]:
    """Renew the lease until the end of the block, from a thread of its own with a connection of its own."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(HEARTBEAT):
            close_old_connections()
            try:
                with scope.inside(organisation):
                    actions.alive(audit, at=now())
            except Exception:
                # A database that is away comes back; where it does not, the lease runs out, as it should.
                logger.exception("the lease of audit %s could not be renewed", audit.pk)
        connection.close()

    thread = threading.Thread(target=beat, name="alive", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()

"""Trials by kill -9: whatever is killed and whenever, no acknowledged report is lost, none is doubled, all verifies.

Reporters send by form, by program, by mail and on their own pages all the while, rounds come every half second, mail and
webhooks go out to real servers. At an instant by chance the web server, a process of it, a worker, or what takes mail is
killed and started again.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from desk.faults.desks import Desk, until
from desk.faults.reporters import Kept, Reporters
from desk.servers.ports import free_port
from desk.servers.sink import Sink

VICTIMS = {"web": 5, "one that answers": 2, "worker": 4, "web and worker": 2, "mail": 2}
"""What is killed, and how often it is chosen."""
LONGEST = 1.5
"""Seconds from the start of what was killed to the next kill, at most."""
LEASE, PERIOD = 3.0, 0.5
"""Seconds, so that what was killed at work is taken up again within the trials."""
UNANSWERED = 0.05
"""Chance of each request to be killed exactly between its commit and its answer."""
NOT_TOLD = (
    "SELECT count(*) FROM ledger_entry WHERE action IN ('case.opened', 'message.sent') AND seq NOT IN "
    "(SELECT seq FROM webhooks_delivery WHERE state = 'taken' AND seq IS NOT NULL)"
)
OVERDUE = "SELECT count(*) FROM deadlines_clock WHERE state = 'running' AND breached_at IS NULL AND due_at < NOW"


@dataclass
class Figures:
    """What was done and what came of it. ``problems`` is empty where every promise of the desk was kept."""

    trials: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    messages: int = 0
    cut: Counter[str] = field(default_factory=Counter)
    committed: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    breaches: int = 0
    mails: int = 0
    mails_twice: int = 0
    told: int = 0
    told_twice: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    def words(self) -> str:
        """In a few lines."""
        lines = (
            f"{self.trials.total()} kills in {self.seconds:.0f} s ({_counted(self.trials)})",
            f"{self.reports} reports and {self.messages} messages acknowledged",
            f"{self.cut.total()} requests cut off ({_counted(self.cut)})",
            f"{self.committed} reports had been kept before they were cut off: the next try got the answer",
            f"{self.refused.total()} answers of 500 and more, tried again ({_counted(self.refused)})",
            f"{self.breaches} breaches put on record",
            f"{self.mails} mails handed over, {self.mails_twice} of them twice under one Message-ID",
            f"{self.told} events told to a webhook, {self.told_twice} of them twice under one id",
            *(f"PROBLEM {problem}" for problem in self.problems or ("nothing lost, nothing doubled",)),
        )
        return "\n".join(lines).replace("PROBLEM nothing", "no problem: nothing")


def run(
    folder: Path, trials: int, seed: int, *, database: str = "", tell: Callable[[str], None] = lambda _: None
) -> Figures:
    """``trials`` kills, the same order of victims and delays for the same ``seed``."""
    sink = Sink(free_port())
    sink.start()
    options = ("--lease", str(LEASE), "--period", str(PERIOD), "--die", str(UNANSWERED))
    receiver = Receiver()
    desk = Desk(folder, database, mail=sink.url, webhook=receiver.url, options=options)
    figures, chance = Figures(), random.Random(seed)  # noqa: S311 - chance, no secret
    reporters = Reporters(desk.port, seed, lmtp=desk.lmtp, of_each=2)
    begun = time.monotonic()
    try:
        desk.start("web", "worker", "mail")
        reporters.start()
        for number in range(trials):
            _kill(desk, chance, figures)
            if number % 20 == 19:
                _mail_server_is_away(sink, chance)
                tell(f"{number + 1} kills, {len(reporters.kept.references)} reports acknowledged")
        reporters.ending.set()
        while reporters.at_work():
            desk.wait()
            time.sleep(0.1)
        figures.seconds = time.monotonic() - begun
        _settled(desk)
        desk.kill("web")
        desk.kill("worker")
        desk.kill("mail")
        _judge(desk, reporters.kept, sink, figures)
        _judge_webhooks(desk, receiver, figures)
    finally:
        reporters.ending.set()
        desk.end()
        sink.stop()
        receiver.stop()
    return figures


def _kill(desk: Desk, chance: random.Random, figures: Figures) -> None:
    (victim,) = chance.choices(list(VICTIMS), list(VICTIMS.values()))
    desk.wait()  # a server whose processes died in a row gave up
    time.sleep(chance.uniform(0, LONGEST))
    figures.trials[victim] += 1
    if victim == "one that answers":
        desk.kill_one_that_answers(chance)
        desk.wait()
        return
    kinds = victim.split(" and ")
    for kind in kinds:
        desk.kill(kind)
    desk.start(*kinds)


def _mail_server_is_away(sink: Sink, chance: random.Random) -> None:
    sink.stop()
    time.sleep(chance.uniform(0.5, 1.5))
    sink.start()


def _settled(desk: Desk) -> None:
    """Every mail was handed over, also those that wait for their second try; what is due is on record."""
    waiting = "SELECT count(*) FROM notices_delivery WHERE state = 'waiting'"
    overdue = OVERDUE.replace("NOW", "now()" if desk.database else "strftime('%Y-%m-%d %H:%M:%f', 'now')")
    until(lambda: desk.rows(overdue)[0][0] == 0, says="what is overdue is not on record")
    until(lambda: desk.rows(waiting)[0][0] == 0, 180, says="mails wait for ever")
    until(lambda: desk.rows(NOT_TOLD)[0][0] == 0, 180, says="a webhook is not told for ever")


def _judge(desk: Desk, kept: Kept, sink: Sink, figures: Figures) -> None:
    problems = figures.problems
    problems += kept.problems + sorted(kept.said)
    cases = desk.cases()
    for title, reference in kept.references.items():
        if title not in cases or (reference and cases[title] != [reference]):
            problems.append(f"lost: {title} was acknowledged as {reference or 'its page'}, there is {cases.get(title)}")
    problems += [f"doubled: {title} is {references}" for title, references in cases.items() if len(references) > 1]
    said = Counter(body for (body,) in desk.rows("SELECT body FROM cases_message WHERE body LIKE 'message %'"))
    problems += [f"lost: {words}" for words in kept.messages if words not in said]
    problems += [f"doubled: {words}" for words, count in said.items() if count > 1]
    verified = desk.command("verify")
    if verified.returncode:
        problems.append(f"verify: {verified.stdout}{verified.stderr}")
    if damaged := desk.order("prove"):
        problems.append(f"{damaged} files are not what came")
    problems += [
        f"{count} entries of {action} of one clock"
        for action, count in desk.rows(
            "SELECT action, count(*) FROM ledger_entry WHERE action IN ('clock.breached', 'clock.warned') "
            "GROUP BY action, subject, body HAVING count(*) > 1"
        )
    ]
    problems += [f"the round {name} ended with {failure}" for name, failure in _failures(desk)]
    ids = Counter(str(mail.message["Message-ID"]) for mail in sink.mails)
    handed_over = desk.rows("SELECT count(*) FROM notices_delivery WHERE state = 'handed_over'")[0][0]
    given_up = desk.rows("SELECT count(*) FROM notices_delivery WHERE state = 'failed'")[0][0]
    if not handed_over or given_up or len(ids) < handed_over:
        problems.append(f"{handed_over} mails count as handed over, {len(ids)} came, {given_up} were given up")
    figures.reports, figures.messages = len(kept.references), len(kept.messages)
    figures.cut, figures.refused = kept.cut, kept.refused
    figures.committed = sum(
        _epoch(received) < kept.tried_again.get(title, 0)
        for title, received in desk.rows("SELECT title, received_at FROM cases_case")
    )
    figures.mails, figures.mails_twice = len(ids), sum(count > 1 for count in ids.values())
    figures.breaches = desk.rows("SELECT count(*) FROM ledger_entry WHERE action = 'clock.breached'")[0][0]


def _epoch(instant: datetime | str) -> float:
    """Seconds of an instant as the database gives it: SQLite writes it in UTC."""
    found = datetime.fromisoformat(instant).replace(tzinfo=UTC) if isinstance(instant, str) else instant
    return found.timestamp()


def _judge_webhooks(desk: Desk, receiver: Receiver, figures: Figures) -> None:
    ids = Counter(receiver.ids)
    figures.told, figures.told_twice = len(ids), sum(count > 1 for count in ids.values())
    (events,) = desk.rows("SELECT count(*) FROM ledger_entry WHERE action IN ('case.opened', 'message.sent')")[0]
    if len(ids) != events:
        figures.problems.append(f"a webhook heard of {len(ids)} events, there were {events}")


class Receiver:
    """A program elsewhere that is told by a webhook; ``ids`` are those of what it took."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        taken = self.ids

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                taken.append(self.headers["webhook-id"])
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/told"

    def stop(self) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()


def _failures(desk: Desk) -> list[tuple[str, str]]:
    return [(name, failure) for name, failure in desk.rows("SELECT name, failure FROM tenants_round") if failure]


def _counted(what: Counter[str] | Counter[int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in sorted(what.items(), key=str)) or "none"

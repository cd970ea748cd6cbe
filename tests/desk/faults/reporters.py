"""Reporters who send without end, by form, by program, by mail and on their own page, and know what they were answered.

Each sends again what was not answered, exactly as it was, as a browser or a good program does.
"""

from __future__ import annotations

import html
import http.client
import json
import random
import re
import secrets
import smtplib
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

PATIENCE = 240.0
"""Seconds within which somebody is answered at last, also where servers are killed as soon as they live."""
BOUNDARY = "boundary-of-the-trials"
HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|sending)" value="([^"]+)"')


@dataclass
class Kept:
    """What the desk said it had kept."""

    references: dict[str, str] = field(default_factory=dict)
    """Title of each report that was answered, and its reference; "" where the page was not asked for it."""
    portals: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    cut: Counter[str] = field(default_factory=Counter)
    """Requests of each kind that got no answer."""
    tried_again: dict[str, float] = field(default_factory=dict)
    """Title of each report that was answered at a second or later try, and when that began (seconds, epoch)."""
    refused: Counter[int] = field(default_factory=Counter)
    """Answers of 500 and more, which were tried again."""
    said: set[str] = field(default_factory=set)
    """Answers of 503 that did not say when to come again, or did not give the words back."""
    problems: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Reporters:
    """Threads that send until ``stop``; ``kept`` is what they were told."""

    def __init__(self, port: int, seed: int, *, lmtp: int = 0, of_each: int = 1, pause: float = 0.02) -> None:
        self.port = port
        self.lmtp = lmtp
        self.kept = Kept()
        self.pause = pause
        self.ending = threading.Event()
        self.threads = []
        by_mail = (self._by_mail,) if lmtp else ()
        for work in (self._by_program, self._by_form, self._on_their_page, *by_mail):
            for number in range(of_each):
                chance = random.Random(f"{seed} {work.__name__} {number}")  # noqa: S311 - chance, no secret
                self.threads.append(threading.Thread(target=self._on, args=(work, chance)))

    def start(self) -> None:
        for each in self.threads:
            each.start()

    def at_work(self) -> bool:
        """Whether somebody is still to be answered."""
        return any(each.is_alive() for each in self.threads)

    def stop(self) -> None:
        """No new ones; whoever is not answered yet goes on until they are."""
        self.ending.set()
        for each in self.threads:
            each.join(2 * PATIENCE)

    def _on(self, work: Any, chance: random.Random) -> None:
        while not self.ending.wait(self.pause):
            try:
                work(chance)
            except Exception as error:  # noqa: BLE001 - told at the end of the trials
                self.kept.problems.append(f"{work.__name__}: {error!r}")

    def _by_program(self, chance: random.Random) -> None:
        title = f"program {secrets.token_hex(8)}"
        body = json.dumps({"title": title, "description": _words(chance), "contact": "reporter@example.org"}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(16)}
        status, _, text, again = self._until_answered("program", "/api/v1/reports", body, headers)
        if status != 201:
            self.kept.problems.append(f"program: {status} {text[:200]}")
            return
        said = json.loads(text)
        with self.kept.lock:
            self.kept.references[title] = said["id"]
            self.kept.portals.append("/case/" + said["portal"].split("/case/")[1])
            self.kept.tried_again[title] = again

    def _by_form(self, chance: random.Random) -> None:
        page, cookie = self._page("/")
        title = f"form {secrets.token_hex(8)}"
        fields = {**_hidden(page), "title": title, "description": _words(chance), "steps": _words(chance)}
        fields |= {"impact": "much", "contact": ""}
        fields |= dict.fromkeys(re.findall(r'name="(asked-[^"]+)"', page), "not known")
        body = _multipart(fields, chance.randbytes(chance.randrange(1, 200_000)))
        status, location, text, again = self._until_answered("form", self._report, body, cookie)
        if status != 302:
            self.kept.problems.append(f"form: {status} {text[:200]}")
            return
        with self.kept.lock:
            self.kept.references[title] = ""
            self.kept.tried_again[title] = again
            self.kept.portals.append(location.partition("#")[0])

    def _by_mail(self, chance: random.Random) -> None:
        """As a mail server does: what was not answered by 250 is handed over again."""
        name = secrets.token_hex(8)
        message = EmailMessage()
        message["From"] = sender = f"reporter-{name}@example.org"
        message["To"] = "security@example.org"
        message["Subject"] = title = f"mail {name}"
        message["Message-ID"] = f"<{name}@example.org>"
        message.set_content(_words(chance))
        end, again = time.monotonic() + PATIENCE, 0.0
        while time.monotonic() < end:
            try:
                with smtplib.LMTP("127.0.0.1", self.lmtp, local_hostname="localhost") as server:
                    server.sendmail(sender, ["security@example.org"], message.as_bytes())
            except (smtplib.SMTPException, OSError) as error:
                with self.kept.lock:
                    later = isinstance(error, smtplib.SMTPDataError | smtplib.SMTPRecipientsRefused)
                    self.kept.cut["mail, answered 4xx" if later else "mail"] += 1
                time.sleep(0.1)
                again = time.time()
                continue
            with self.kept.lock:
                self.kept.references[title] = ""
                self.kept.tried_again[title] = again
            return
        self.kept.problems.append(f"mail: nobody takes {title}")

    def _on_their_page(self, chance: random.Random) -> None:
        with self.kept.lock:
            portal = chance.choice(self.kept.portals) if self.kept.portals else ""
        if not portal:
            return
        page, cookie = self._page(portal)
        words = f"message {secrets.token_hex(8)}"
        body = _multipart({**_hidden(page), "body": words})
        status, _, text, _ = self._until_answered("message", portal, body, cookie)
        if status == 302:
            self.kept.messages.append(words)
        else:
            self.kept.problems.append(f"message: {status} {text[:200]}")

    def _page(self, path: str) -> tuple[str, dict[str, str]]:
        """The page, at last, and what is sent back with its form."""
        for _ in range(3):
            status, location, text, _ = self._until_answered("page", path, None, {})
            if status != 302:
                break
            path = self._report = location
        return text, {
            "Cookie": f"csrftoken={self._cookie}" if self._cookie else "",
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }

    _cookies = threading.local()

    @property
    def _cookie(self) -> str:
        return getattr(self._cookies, "csrf", "")

    def _until_answered(
        self, kind: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, str, str, float]:
        """Status, ``Location``, text, and when the last try began if there were several."""
        end, tried_again = time.monotonic() + PATIENCE, 0.0
        while True:
            try:
                answer, text = self._asked(path, body, headers)
            except (OSError, http.client.HTTPException):
                with self.kept.lock:
                    self.kept.cut[kind] += 1
                answer, text = None, ""
            if answer is not None and answer.status < 500:
                return answer.status, answer.getheader("Location") or "", text, tried_again
            if answer is not None:
                self._look(answer, text, body)
            if time.monotonic() > end:
                return answer.status if answer else 0, "", text, tried_again
            time.sleep(0.1)
            tried_again = time.time()

    def _look(self, answer: http.client.HTTPResponse, text: str, body: bytes | None) -> None:
        """A 503 says when to come again and gives back what was written."""
        with self.kept.lock:
            self.kept.refused[answer.status] += 1
            if answer.status != 503 or not answer.getheader("Retry-After"):
                self.kept.said.add(f"{answer.status} without Retry-After")
            title = re.search(rb'name="title"\r\n\r\n([^\r]+)', body or b"")
            if title and title[1].decode() not in html.unescape(text):
                self.kept.said.add("a page without the words that were sent")

    def _asked(self, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, str]:
        chance = secrets.randbelow(2**24)
        from_where = f"10.{chance >> 16}.{chance >> 8 & 255}.{chance & 255}"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)) as client:
            client.request("POST" if body else "GET", path, body, {"X-Forwarded-For": from_where, **headers})
            answer = client.getresponse()
            text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("csrftoken="):
                self._cookies.csrf = value.split("=", 1)[1].split(";")[0]
        return answer, text


def _hidden(page: str) -> dict[str, str]:
    return dict(HIDDEN.findall(page))


def _words(chance: random.Random) -> str:
    """Words that no other report has: what is alike would wait in the triage queue."""
    return " ".join(chance.randbytes(4).hex() for _ in range(20))


def _multipart(fields: dict[str, str], file: bytes = b"") -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file:
        said = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n'
        parts.append(said.encode() + file + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()

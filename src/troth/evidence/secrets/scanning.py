"""One look: the contents of the tree and of its past, what the engine finds in them, and what comes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import msgspec

from troth.evidence.repository import LINKED_FOLDER, LINKED_OUT
from troth.evidence.results.store import TOP
from troth.evidence.scene import Scene
from troth.evidence.secrets import excuses, past, proof, witness
from troth.evidence.secrets.blobs import Blob, blob
from troth.evidence.secrets.engine import INSTALL, Engine, Looked, Raw, engine, look_through, program, stamp
from troth.evidence.secrets.exceptions import Exceptions
from troth.evidence.secrets.kept import Found, Kept
from troth.evidence.tools.runs.stage import tool_path
from troth.terms.answer import Answer, Gap
from troth.terms.seen.secrets import Grade, SecretScan, SeenSecret
from troth.terms.span import Span

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is looked through."""
MOST_PER_CONTENT = 200
"""Findings that are kept of one content; more are the mark of data, not of secrets."""
MOST_COMMITS = 20
"""Findings of the past whose commits are looked up."""
OWN_RULES = 3
"""Counts up when the judgement of values changes, so that what was kept before is not used."""
STATIC = "no program was run (--no-tools, or --at another day), and not all of this was looked through before"
HISTORY, OLD_CONTENT = "the whole history", "a content of the past"
OF_THE_PAST = frozenset({HISTORY, OLD_CONTENT})
"""Gaps that are none for a sentence which speaks of the present."""


def look(scene: Scene, *, history: bool) -> Answer[SecretScan]:
    """Look through the whole tree, and its past for ``history``; contents that are known are not read again."""
    return _Scan(scene, history=history).answer()


def present(found: Answer[SecretScan]) -> Answer[SecretScan]:
    """The same look without what only the past holds."""
    seen = tuple(
        msgspec.structs.replace(
            one, history=False, blobs=0, secrets=tuple(each for each in one.secrets if each.where == "tree")
        )
        for one in found.found
    )
    return msgspec.structs.replace(
        found, found=seen, gaps=tuple(gap for gap in found.gaps if gap.wanted not in OF_THE_PAST)
    )


class _Scan:
    """One look. Its steps fill ``_gaps``; a step that fails leaves no finding and no claim."""

    def __init__(self, scene: Scene, *, history: bool) -> None:
        self._scene, self._repository, self._history = scene, scene.repository, history
        self._program = program()
        self._exceptions = Exceptions(scene.repository)
        stamps = (str(OWN_RULES), stamp(self._program or ""), stamp(tool_path("kingfisher") or ""))
        digest = hashlib.sha256("\0".join((*stamps, self._exceptions.digest)).encode()).hexdigest()
        self._kept = Kept(scene.repository, digest)
        self._engine: Engine | None = None
        self._gaps: list[Gap] = []
        self._paths: dict[str, str] = {}
        self._names: set[str] = set()
        self._binaries = 0

    def answer(self) -> Answer[SecretScan]:
        """What was seen, or the reason why nothing could be."""
        if self._program is None:
            return Answer(gaps=(Gap(wanted="a look for secrets", reason=f"no engine is installed ({INSTALL})"),))
        self._scene.progress("looking for secrets")
        if not self._look(self._tree()):
            return Answer(gaps=tuple(self._gaps))
        secrets = self._of_tree()
        asked, blobs, whole = set(self._paths.values()), 0, False
        if self._history:
            self._scene.progress("looking for secrets in the past")
            old, whole = self._past()
            asked |= {one.key for one in old}
            blobs = len(old)
            secrets += self._of_past(old, {one.fingerprint for one in secrets})
        self._kept.save(asked, whole=self._history)
        seen = SecretScan(
            engine=self._kept.engine or "betterleaks",
            files=len(self._paths),
            binaries=self._binaries,
            history=whole,
            blobs=blobs,
            secrets=tuple(secrets),
            loose=tuple(self._exceptions.loose),
        )
        gaps = (*self._gaps, *self._exceptions.gaps)
        return Answer(found=(seen,), gaps=gaps, read=tuple(self._paths))

    def _tree(self) -> Iterator[Blob]:
        """Contents of the tree that were not looked through before, each once; fills ``_paths`` on the way."""
        repository, given = self._repository, set()
        for path in repository.paths:
            if path.startswith(f"{TOP}/") and path not in repository.tracked:
                continue
            data = repository.glance(path, LARGEST)
            if data is None:
                if repository.unreadable.get(path) not in (LINKED_OUT, LINKED_FOLDER):
                    self._gaps += repository.gaps_of((path,))
                continue
            one = blob(path, data)
            self._paths[path] = one.key
            self._binaries += one.binary
            if self._history:
                self._names |= past.names_of(data)
            if one.key not in given and self._kept.of(one.key) is None:
                given.add(one.key)
                yield one
        self._gaps += repository.unseen

    def _look(self, blobs: Iterator[Blob], wanted: str = "a look for secrets") -> bool:
        """Look through ``blobs`` and keep what was found; False where that could not be done, with a gap."""
        if not self._scene.run_tools:
            if any(True for _ in blobs):
                self._gaps.append(Gap(wanted=wanted, reason=STATIC))
                return False
            return True
        first = next(blobs, None)
        if first is None:
            return True
        if self._engine is None:
            made = engine(self._program or "")
            if isinstance(made, str):
                self._gaps.append(Gap(wanted=wanted, reason=made))
                return False
            self._engine = made
        whole = True
        for looked in look_through(self._engine, _chain(first, blobs)):
            if looked.trouble:
                self._gaps.append(Gap(wanted=wanted, reason=f"{looked.trouble} ({len(looked.blobs)} contents)"))
                whole = whole and all(one.archive for one in looked.blobs)
            else:
                self._kept.engine = f"betterleaks {looked.version}".strip()
                self._kept.add(self._judged(looked))
        return whole

    def _judged(self, looked: Looked) -> Mapping[str, tuple[Found, ...]]:
        """The findings of a batch, judged while the values are still at hand."""
        with_some = [one for one in looked.blobs if looked.found[one.key]]
        second = witness.ask(with_some)
        texts = {one.key: one.data for one in with_some}
        return {
            key: tuple(self._judge(raw, texts[key], second) for raw in _longest(raws)[:MOST_PER_CONTENT])
            for key, raws in looked.found.items()
        }

    def _judge(self, raw: Raw, data: bytes, second: Mapping[str, set[str]]) -> Found:
        text, name = raw.value.reveal(), raw.value.fingerprint
        sure = proof.judge(text, raw.beside.reveal())
        others = tuple(sorted(second.get(name, ())))
        return Found(
            rule=raw.rule,
            line=raw.line,
            end_line=raw.end_line,
            fingerprint=name,
            grade=sure.grade,
            why=sure.why,
            checked=sure.checked,
            excuse="" if sure.checked else excuses.of_value(raw.value) or excuses.of_pair(raw.beside),
            marks=self._exceptions.marks(raw.rule, raw.value, raw.match, _lines(data, raw)),
            inner=raw.inner,
            witnesses=others,
        )

    def _of_tree(self) -> list[SeenSecret]:
        found: dict[tuple[str, int, str], SeenSecret] = {}
        for path, key in self._paths.items():
            for one in self._kept.of(key) or ():
                place = f"{path}!{one.inner}" if one.inner else path
                seen = self._seen(one, place, Span(place, one.line))
                known = found.get((place, one.line, one.fingerprint))
                if known is None or (known.grade == "possible" and seen.grade == "certain"):
                    found[place, one.line, one.fingerprint] = seen
        return list(found.values())

    def _seen(self, one: Found, path: str, span: Span) -> SeenSecret:
        grade: Grade = "certain" if one.grade == "certain" else "possible"
        why = one.why
        if grade == "certain":
            lower = excuses.lowers(path, checked=one.checked)
            grade, why = ("possible", f"{why}; but {lower}") if lower else (grade, why)
        certain = one.grade == "certain"
        excuse = (
            one.excuse
            or self._exceptions.excuse(one.rule, path, one.line, one.marks, certain=certain)
            or excuses.of_place(path, certain=certain, checked=one.checked)
        )
        text = f"{one.rule} ({one.fingerprint})"
        return SeenSecret(
            rule=one.rule,
            span=Span(span.path, span.line, text, one.end_line if one.end_line > one.line else None),
            fingerprint=one.fingerprint,
            grade=grade,
            why=why,
            excuse=excuse,
            witnesses=one.witnesses,
        )

    def _past(self) -> tuple[list[past.Old], bool]:
        """Contents that only the past holds, and whether all of them were looked through."""
        checkout = self._repository.checkout
        if checkout is None:
            self._gaps.append(Gap(wanted=HISTORY, reason="no git checkout"))
            return [], False
        listed = past.contents(checkout)
        whole = not listed.trouble
        if listed.trouble:
            self._gaps.append(Gap(wanted=HISTORY, reason=listed.trouble))
        old = [one for one in listed.found if one.name not in self._names]
        fresh = (one for one in old if self._kept.of(one.key) is None)
        troubles: list[str] = []
        looked = self._look(_only_blobs(past.read(checkout, fresh), troubles), OLD_CONTENT)
        self._gaps += [Gap(wanted=OLD_CONTENT, reason=reason) for reason in troubles[:20]]
        return old, whole and looked and not troubles

    def _of_past(self, old: list[past.Old], present: set[str]) -> list[SeenSecret]:
        found: dict[str, SeenSecret] = {}
        looked_up = 0
        for content in sorted(old, key=lambda one: (not one.path, one.path)):
            for one in self._kept.of(content.key) or ():
                if one.fingerprint in present or one.fingerprint in found:
                    continue
                seen = self._seen(one, content.path, Span(content.path, one.line))
                commit = ""
                if content.path and not seen.excuse and looked_up < MOST_COMMITS:
                    looked_up += 1
                    commit = past.commit_of(self._repository.checkout or self._repository.root, content.name)
                place = (
                    f"{commit or content.name[:10]}:{content.path}" if content.path else f"object {content.name[:10]}"
                )
                found[one.fingerprint] = msgspec.structs.replace(
                    seen,
                    span=msgspec.structs.replace(seen.span, path=place),
                    where="history" if content.path else "unreachable",
                )
        return list(found.values())


def _chain(first: Blob, rest: Iterator[Blob]) -> Iterator[Blob]:
    yield first
    yield from rest


def _only_blobs(given: Iterator[Blob | str], troubles: list[str]) -> Iterator[Blob]:
    for one in given:
        if isinstance(one, str):
            troubles.append(one)
        else:
            yield one


def _longest(raws: list[Raw]) -> list[Raw]:
    """Without those whose value is a part of another on the same line: some rules know only the head of a form."""
    by_line: dict[tuple[str, int], list[str]] = {}
    for raw in raws:
        by_line.setdefault((raw.inner, raw.line), []).append(raw.value.reveal())
    return [
        raw
        for raw in raws
        if not any(
            raw.value.reveal() in other and raw.value.reveal() != other
            for other in by_line[raw.inner, raw.line][:MOST_PER_CONTENT]
        )
    ]


def _lines(data: bytes, raw: Raw) -> str:
    """The lines of a finding, within reason; "" for what stands in an archive."""
    if raw.inner:
        return ""
    start = 0
    for _ in range(raw.line - 1):
        start = data.find(b"\n", start) + 1
        if start == 0:
            return ""
    end = start
    for _ in range(min(raw.end_line - raw.line + 1, 100)):
        end = data.find(b"\n", end) + 1
        if end == 0:
            end = len(data)
            break
    return data[start : min(end, start + 20_000)].decode("utf-8", "replace")

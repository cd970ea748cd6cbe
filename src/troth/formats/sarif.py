"""SARIF 2.1.0, the format of static analysers (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/), read side.

What is easily overlooked: the level of a result that has none is that of its rule (§3.27.10); suppressed results stand
among the others (§3.27.23); a run may say that it failed (§3.20.14) and still hold results.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from troth.formats import sarif_log as log
from troth.terms.seen.results import ToolFinding
from troth.terms.severity import rated
from troth.terms.span import Span, excerpt

LARGEST = 128 * 1024 * 1024
"""Bytes of the largest log that is read."""
MOST_RUNS = 100
MOST_RESULTS = 200_000
"""Results of one run that are read; more are told as a reason why it is not whole."""
LONGEST_TEXT = 2_000
MOST_REASONS = 5
_DEEPEST_BASE = 8
_CWE = re.compile(r"(?:^|[/:\s])cwe[-_:/ ]?0*(\d{1,5})\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{(\d{1,3})\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NOT_FOUND = frozenset({"pass", "notApplicable"})
"""Kinds of results that are no findings (§3.27.9)."""


class SarifRun(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one tool.

    ``results`` are its findings, suppressed ones too; ``partial`` says why it is not whole. ``at`` is the instant that
    the log gives, None where it gives none; ``scanned`` counts the files it says it looked at, those with findings
    where it lists none. ``commit`` is the revision that was analysed, "" where it is not said. ``category`` tells
    several runs of one tool apart ("backend"), as GitHub reads it. ``succeeded``: the tool says so of itself.
    """

    tool: str
    version: str
    results: tuple[ToolFinding, ...]
    partial: tuple[str, ...] = ()
    at: datetime | None = None
    argv: tuple[str, ...] = ()
    exit_code: int = 0
    scanned: int = 0
    commit: str = ""
    category: str = ""
    succeeded: bool = False


def read(data: bytes, exists: Callable[[str], bool] = lambda _: False) -> tuple[SarifRun, ...]:
    """The runs of a log. ``exists`` tells which paths are files of the tree, so that absolute ones are made relative.

    Raises:
        ValueError: it is no SARIF 2.1.0, or larger than what is read; the text says why.
    """
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 2**20} MiB")
    try:
        document = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=log.Log)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if document.version != "2.1.0":
        raise ValueError(f"it is SARIF {document.version[:20]!r}, not 2.1.0")
    if len(document.runs) > MOST_RUNS:
        raise ValueError(f"it holds more than {MOST_RUNS} runs")
    return tuple(_Reader(run, exists).run() for run in document.runs)


def is_sarif(data: bytes) -> bool:
    """Whether ``data`` looks like a SARIF log, whole or not, by its first keys."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and (b'"runs"' in data and (b"sarif" in head.lower() or b'"2.1.0"' in data))


class _Reader:
    """Reads one run, with its rules, taxonomies and folders at hand."""

    def __init__(self, run: log.Run, exists: Callable[[str], bool]) -> None:
        self._run = run
        self._exists = exists
        self._components = [run.tool.driver, *(run.tool.extensions or [])]
        self._bases = run.original_uri_base_ids or {}
        self._by_id: dict[str, log.Rule] = {}
        for component in self._components:
            for rule in component.rules or []:
                if rule.id:
                    self._by_id.setdefault(rule.id, rule)
        self._overrides = {
            override.descriptor.id: override.configuration.level
            for invocation in run.invocations or []
            for override in invocation.rule_configuration_overrides or []
            if override.descriptor and override.descriptor.id and override.configuration
        }

    def run(self) -> SarifRun:
        results = self._run.results
        findings = tuple(self._findings())
        driver = self._run.tool.driver
        invocations = self._run.invocations or []
        return SarifRun(
            tool=_plain(driver.name or ""),
            version=_plain(driver.semantic_version or driver.version or ""),
            results=findings,
            partial=tuple(self._partial(results)),
            at=next(
                (at for one in invocations for at in (_instant(one.end_time_utc or one.start_time_utc),) if at), None
            ),
            argv=next((tuple(map(_plain, one.arguments)) for one in invocations if one.arguments), ()),
            exit_code=next((one.exit_code for one in invocations if one.exit_code), 0),
            scanned=self._scanned(findings),
            commit=next((one.revision_id for one in self._run.version_control_provenance or [] if one.revision_id), ""),
            category=self._category(),
            succeeded=bool(invocations) and all(one.execution_successful for one in invocations),
        )

    def _category(self) -> str:
        """The id of the run up to its last slash, what follows names one run alone (§3.17.3)."""
        told = self._run.automation_details.id if self._run.automation_details else None
        head, slash, _ = (told or "").rpartition("/")
        return _plain(head if slash else "")

    def _partial(self, results: list[log.Result] | None) -> Iterator[str]:
        if (self._run.external_property_file_references or {}).get("results"):
            yield "its results lie in other files"
        elif results is None:
            yield "it holds no list of results: the scan did not end"
        elif len(results) > MOST_RESULTS:
            yield f"more than {MOST_RESULTS} results, the rest was not read"
        told = 0
        for invocation in self._run.invocations or []:
            if invocation.execution_successful is False:
                code = f" (exit code {invocation.exit_code})" if invocation.exit_code else ""
                yield f"it says of itself that it did not succeed{code}"
            notes = (
                *(invocation.tool_execution_notifications or ()),
                *(invocation.tool_configuration_notifications or ()),
            )
            for note in notes:
                if note.level == "error" and told < MOST_REASONS:
                    told += 1
                    yield f"it reports an error: {self._words(note.message, None)}"

    def _scanned(self, findings: tuple[ToolFinding, ...]) -> int:
        """Files that were looked at: those that are listed (by Bandit with its metrics), else those with findings."""
        metrics = (self._run.properties or {}).get("metrics")
        listed = len([name for name in metrics if name != "_totals"]) if isinstance(metrics, dict) else 0
        seen = {finding.span.path for finding in findings if finding.span}
        return max(listed, len(self._run.artifacts or []), len(seen))

    def _findings(self) -> Iterator[ToolFinding]:
        for result in (self._run.results or [])[:MOST_RESULTS]:
            if result.kind in _NOT_FOUND or result.baseline_state == "absent":
                continue
            rule = self._rule(result)
            name = result.rule_id or (result.rule.id if result.rule else None) or (rule.id if rule else None) or ""
            yield ToolFinding(
                rule=_plain(name),
                text=self._words(result.message, rule),
                span=self._span(result),
                severity=self._severity(result, rule),
                confidence=_property(result.properties, "issue_confidence") or _property(_of(rule), "precision"),
                cwes=tuple(dict.fromkeys(self._cwes(result, rule))),
                fingerprint=_fingerprint(result),
                suppressed=_suppressed(result.suppressions or []),
            )

    def _rule(self, result: log.Result) -> log.Rule | None:
        """The rule of a result: by its place in the driver or an extension, else by its id (§3.27.6, §3.27.7)."""
        reference = result.rule or log.Reference()
        component = self._component(reference.tool_component)
        place = reference.index if reference.index is not None else result.rule_index
        rules = component.rules or []
        if place is not None and 0 <= place < len(rules):
            return rules[place]
        name = reference.id or result.rule_id or ""
        while name:  # "CA1000/1" is a special case of the rule "CA1000" (§3.5.4)
            own = next((rule for rule in rules if rule.id == name), None)
            found = own or self._by_id.get(name)
            if found:
                return found
            name = name.rpartition("/")[0]
        return None

    def _component(self, named: log.Component | None) -> log.Tool:
        extensions = self._run.tool.extensions or []
        if named is None:
            return self._run.tool.driver
        if named.index is not None and 0 <= named.index < len(extensions):
            return extensions[named.index]
        return next(
            (one for one in self._components if (named.guid and one.guid == named.guid) or one.name == named.name),
            self._run.tool.driver,
        )

    def _severity(self, result: log.Result, rule: log.Rule | None) -> str:
        """The band of ``security-severity`` where there is one (GitHub), else the level (§3.27.10)."""
        score = _property(result.properties, "security-severity") or _property(_of(rule), "security-severity")
        if re.fullmatch(r"\d{1,2}(?:\.\d{1,6})?", score) and float(score) <= 10:
            return rated(float(score)).value
        if result.kind not in (None, "fail"):
            return "none" if result.kind == "informational" else "note"
        told = _property(result.properties, "issue_severity").lower()  # Bandit's own word, finer than its level
        default = rule.default_configuration.level if rule and rule.default_configuration else None
        level = result.level or self._overrides.get(result.rule_id or "") or default or "warning"
        return told or _plain(level)

    def _words(self, message: log.Text | None, rule: log.Rule | None) -> str:
        if message is None:
            return ""
        text = message.text or message.markdown
        if text is None and message.id:
            known: Mapping[str, log.Text] = {
                **(self._run.tool.driver.global_message_strings or {}),
                **((rule.message_strings if rule else None) or {}),
            }
            text = known[message.id].text if message.id in known else ""
        arguments = message.arguments or []
        filled = _PLACEHOLDER.sub(
            lambda match: arguments[int(match[1])] if int(match[1]) < len(arguments) else match[0], text or ""
        )
        return _plain(filled)

    def _span(self, result: log.Result) -> Span | None:
        for location in (result.locations or [])[:1]:
            physical = location.physical_location
            path = self._path(physical.artifact_location) if physical and physical.artifact_location else ""
            if physical and path:
                region = physical.region or log.Region()
                line = region.start_line if region.start_line and 0 < region.start_line < 2**31 else None
                end = region.end_line if line and region.end_line and line < region.end_line < 2**31 else None
                text = region.snippet.text if region.snippet and region.snippet.text else ""
                return Span(path, line, _plain(excerpt(text)), end)
        return None

    def _path(self, artifact: log.Artifact) -> str:
        """A path of the tree: the URI below its base, with percents decoded; absolute ones by what the tree holds."""
        named = artifact
        if artifact.uri is None and artifact.index is not None:
            listed = self._run.artifacts or []
            if 0 <= artifact.index < len(listed):
                named = listed[artifact.index].location or artifact
        uri = named.uri or ""
        if len(uri) > LONGEST_TEXT:
            return ""
        path, absolute = _of_uri(uri)
        if not absolute and named.uri_base_id:
            path = self._below(path, named.uri_base_id)
            absolute = path.startswith("/")
        return _plain(self._relative(path, absolute=absolute))

    def _below(self, path: str, base: str) -> str:
        """``path`` below the folder ``base``, which may lie below another (§3.14.14)."""
        for _ in range(_DEEPEST_BASE):
            known = self._bases.get(base)
            if known is None or (known.uri is None and known.uri_base_id is None):
                return path  # the root of the sources, wherever it lay
            folder, absolute = _of_uri(known.uri or "")
            path = f"{folder.rstrip('/')}/{path}" if folder else path
            if absolute or not known.uri_base_id:
                return path
            base = known.uri_base_id
        return path

    def _relative(self, path: str, *, absolute: bool) -> str:
        parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
        if ".." in parts:
            return ""
        if not absolute:
            return "/".join(parts)
        for start in range(min(len(parts), 64)):
            below = "/".join(parts[start:])
            if self._exists(below):
                return below
        return "/".join(parts)

    def _cwes(self, result: log.Result, rule: log.Rule | None) -> Iterator[str]:
        for holder in (result.properties, _of(rule)):
            tags = (holder or {}).get("tags")
            for tag in tags[:100] if isinstance(tags, list) else ():
                found = _CWE.search(tag) if isinstance(tag, str) else None
                if found:
                    yield f"CWE-{int(found[1])}"
        targets = [one.target for one in (rule.relationships if rule else None) or [] if one.target]
        for reference in (*targets, *(result.taxa or [])):
            number = self._taxon(reference)
            if number:
                yield f"CWE-{int(number)}"

    def _taxon(self, reference: log.Reference) -> str:
        """The number of a reference into the CWE; "" for those into other taxonomies."""
        named = reference.tool_component or log.Component()
        listed = self._run.taxonomies or []
        taxonomy = listed[named.index] if named.index is not None and 0 <= named.index < len(listed) else None
        if taxonomy is None:
            taxonomy = next((one for one in listed if named.guid and one.guid == named.guid), None)
        name = named.name or (taxonomy.name if taxonomy else None) or ""
        told = reference.id or ""
        if not told and taxonomy and reference.index is not None and 0 <= reference.index < len(taxonomy.taxa or []):
            told = (taxonomy.taxa or [])[reference.index].id or ""
        found = re.fullmatch(r"(?:cwe-?)?0*(\d{1,5})", told, re.IGNORECASE) if name.upper() == "CWE" else None
        return found[1] if found else ""


def _of(rule: log.Rule | None) -> dict[str, Any] | None:
    return rule.properties if rule else None


def _property(properties: dict[str, Any] | None, name: str) -> str:
    """A property as a word: properties are free, so anything else is none."""
    value = (properties or {}).get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:100]
    return _plain(value).strip().lower() if isinstance(value, str) else ""


def _suppressed(suppressions: list[log.Suppression]) -> str:
    """By what a result was silenced; "" where it was not, or where that was refused or is still under review."""
    if not suppressions or any(one.status in ("underReview", "rejected") for one in suppressions):
        return ""
    first = suppressions[0]
    where = "in its source" if first.kind == "inSource" else "outside of its source"
    return f"{where}: {_plain(first.justification)}" if first.justification else where


def _fingerprint(result: log.Result) -> str:
    """The fingerprints of the tool (§3.27.17), else its partial ones: all of them together tell results apart."""
    known = result.fingerprints or result.partial_fingerprints or {}
    return _plain(" ".join(f"{name}:{known[name]}" for name in sorted(known)))


def _of_uri(uri: str) -> tuple[str, bool]:
    """The path of a URI with its percents decoded, and whether it is absolute."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return "", False
    if parts.scheme and len(parts.scheme) > 1:
        if parts.scheme != "file":
            return "", False
        return unquote(parts.path, errors="replace"), True
    path = unquote(uri, errors="replace")
    return path, path.startswith("/") or bool(re.match(r"[A-Za-z]:[\\/]", path))


def _instant(text: str | None) -> datetime | None:
    """An instant of RFC 3339 in UTC; None for anything else."""
    if not text or len(text) > 40:
        return None
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):  # a day before the first or after the last one in UTC
        return None


def _plain(text: str) -> str:
    """``text`` bounded and without control characters."""
    return _CONTROL.sub(" ", text[:LONGEST_TEXT])

"""``POST /api/v1/reports``: a report without an account. The form of request and answer is stable."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from troth_desk import clock
from troth_desk.cases.actions import Refused, Report
from troth_desk.cases.states import Origin
from troth_desk.files import names
from troth_desk.files.limits import told_size
from troth_desk.intake import actions, limits, queries
from troth_desk.intake.requests import private
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.openpgp import certificates
from troth_desk.openpgp.certificates import UnusableCertificateError
from troth_desk.tenants import scope

router = Router(tags=["reports"])
FIELDS = ("title", "description", "steps", "impact", "suggested_fix", "contact")
LONGEST_KEY = 255
"""Characters of an idempotency key."""


class ReportAsked(Schema):
    """A report. Texts that the policy asks for beyond these six may stand beside them under any name."""

    title: str = Field(min_length=1, max_length=limits.LONGEST_TITLE)
    description: str = Field(min_length=1, max_length=limits.LONGEST_TEXT)
    steps: str = Field("", max_length=limits.LONGEST_TEXT)
    impact: str = Field("", max_length=limits.LONGEST_TEXT)
    suggested_fix: str = Field("", max_length=limits.LONGEST_TEXT)
    contact: str = Field("", max_length=limits.LONGEST_CONTACT)
    openpgp_key: str = Field(
        "",
        max_length=limits.LONGEST_KEY,
        description="your public OpenPGP key in ASCII armour: what is mailed to you is encrypted to it",
    )
    project: str = Field("", description='"organisation/project", needed only where the desk has several projects')


DESCRIBED = {**ReportAsked.json_schema(), "additionalProperties": {"type": ["string", "null"]}}
"""What is said of a request: further fields are texts too."""


class Promised(Schema):
    """What the policy promises now, with the sentence and the instant it is due (RFC 3339, UTC)."""

    document: str
    line: int
    sentence: str
    action: str
    due: str


class Answer(Schema):
    """The receipt. ``portal`` is the reporter's own page: it holds a secret and is told only here."""

    id: str
    received_at: str
    portal: str
    receipt: dict[str, Any]
    promises: list[Promised]


class Fault(Schema):
    """What to do."""

    error: str


class RefusedReportError(Exception):
    """The request is not kept; ``status`` and the message say why and what to do."""

    def __init__(self, status: int, words: str, wait: int = 0) -> None:
        super().__init__(words)
        self.status = status
        self.wait = wait


@router.post(
    "/reports",
    auth=None,
    response={201: Answer, 400: Fault, 409: Fault, 411: Fault, 413: Fault, 415: Fault, 422: Fault, 429: Fault},
    summary="Report a vulnerability",
    description="No account is needed. The same `Idempotency-Key` with the same report gives the same answer and "
    "opens one case, however often it is sent.",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": DESCRIBED}},
        },
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "maxLength": LONGEST_KEY, "pattern": "^[ -~]*$"},
            }
        ],
    },
    url_name="reports",
)
def report(request: HttpRequest) -> HttpResponse:
    """Keep the report and answer with its receipt."""
    try:
        return private(_received(request))
    except RefusedReportError as refusal:
        response = JsonResponse({"error": str(refusal)}, status=refusal.status)
        if refusal.wait:
            response["Retry-After"] = str(refusal.wait)
        return private(response)


def _received(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    wait = limits.seconds_to_wait(request, at)
    if wait:
        raise RefusedReportError(
            429, f"Too many reports from your address. This one was not kept: send it again in {wait} seconds.", wait
        )
    key = _key(request)
    given = _given(request)
    opened = _project(given.pop("project", ""))
    certificate = _certificate(given.pop("openpgp_key", ""))
    made = _report(given)
    try:
        with scope.inside(opened.organisation):
            received = actions.receive(
                opened.project,
                made,
                origin=Origin.API,
                by=Actor(ActorKind.REPORTER),
                at=at,
                key=key,
                certificate=certificate,
            )
    except actions.KeyTakenError as taken:
        raise RefusedReportError(409, str(taken)) from None
    except Refused as refusal:
        raise RefusedReportError(422, str(refusal)) from None
    return JsonResponse(received.answer, status=201)


def _certificate(text: str) -> str:
    """The reporter's OpenPGP key, looked at before anything is kept."""
    if not text.strip():
        return ""
    try:
        certificates.usable(text)
    except UnusableCertificateError as error:
        raise RefusedReportError(422, f"openpgp_key: {error}.") from None
    return text


def _key(request: HttpRequest) -> str:
    """The key as a client sends it, with or without the quotes of a structured field (RFC 8941)."""
    key = str(request.headers.get("Idempotency-Key", "")).strip()
    key = key[1:-1] if len(key) >= 2 and key[0] == key[-1] == '"' else key
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise RefusedReportError(
            400, f"An Idempotency-Key has at most {LONGEST_KEY} printable characters of ASCII, such as a UUID."
        )
    return key


def _given(request: HttpRequest) -> dict[str, str]:
    """The JSON of the request: an object of texts."""
    if request.META.get("CONTENT_LENGTH") in {None, "", "0"}:
        raise RefusedReportError(400, 'The request is empty. Send {"title": …, "description": …} as JSON.')
    if request.content_type != "application/json":
        raise RefusedReportError(415, "Send the report as JSON, with 'Content-Type: application/json'.")
    try:
        body = request.body if int(request.META.get("CONTENT_LENGTH") or 0) <= limits.LARGEST_JSON else None
    except (RequestDataTooBig, ValueError):
        body = None
    if body is None:
        most = told_size(limits.LARGEST_JSON)
        raise RefusedReportError(
            413, f"The report is larger than {most}. Shorten it; files can be added on its page after sending."
        )
    try:
        given = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedReportError(400, f"This is no JSON: {str(error)[:200]}.") from None
    if not isinstance(given, dict):
        raise RefusedReportError(422, 'Send one JSON object: {"title": …, "description": …}.')
    wrong = sorted(str(name)[:60] for name, value in given.items() if not isinstance(value, str | None))
    if wrong:
        raise RefusedReportError(422, f"Every field is a text. These are none: {', '.join(wrong[:5])}.")
    return {str(name): value or "" for name, value in given.items()}


def _project(name: str) -> queries.Open:
    found = queries.open_project(name)
    if found is not None:
        return found
    open_ones = [each.name for each in queries.open_projects()]
    if not open_ones:
        raise RefusedReportError(422, "This desk has no project yet that could be reported to.")
    listed = ", ".join(open_ones[:20])
    said = f"There is no project {name[:120]!r} here." if name else "This desk has several projects."
    raise RefusedReportError(422, f'{said} Say which, as "project": one of {listed}.')


def _report(given: dict[str, str]) -> Report:
    fields = {
        name: names.one_line(given.get(name, ""))
        if name in {"title", "contact"}
        else names.whole_text(given.get(name, ""))
        for name in FIELDS
    }
    most = {"title": limits.LONGEST_TITLE, "contact": limits.LONGEST_CONTACT}
    answers = {
        names.one_line(name)[:100] or "further": names.whole_text(words)
        for name, words in given.items()
        if name not in FIELDS and words.strip()
    }
    sent = {name: given.get(name, "") for name in FIELDS}  # as the description counts them: before they are cleaned
    for name, words in {**sent, **answers}.items():
        if len(words) > most.get(name, limits.LONGEST_TEXT):
            raise RefusedReportError(
                422,
                f"{name} holds {len(words):,} characters, and {most.get(name, limits.LONGEST_TEXT):,} fit. "
                "Shorten it; files can be added on the report's page after sending.",
            )
    if len(answers) > limits.MOST_ANSWERS:
        raise RefusedReportError(422, f"At most {limits.MOST_ANSWERS} further fields can be sent beside the six.")
    missing = [name for name in ("title", "description") if not fields[name]]
    if missing:
        raise RefusedReportError(422, f"Say something in: {', '.join(missing)}. The other fields may be left out.")
    return Report(**fields, answers=answers)

"""What the description of the interface (OpenAPI 3.1) says beyond what each operation says of itself.

Which errors an operation can answer with follows from what it takes: written down here once for all of them, so that
a program that is generated from the description knows them, and a new operation has them. Links say where the ids of
an answer lead.
"""

from __future__ import annotations

import re
from typing import Any

FAULT = {
    "type": "object",
    "title": "Fault",
    "description": "What went wrong, in words that say what to do.",
    "properties": {"error": {"type": "string"}},
    "required": ["error"],
}
WORDS = {
    400: "The request cannot be read.",
    401: "No working key came with it.",
    403: "The key lacks the scope.",
    404: "Nothing of the organisation of the key is called so.",
    409: "It is not done now, for the reason that is said.",
    413: "It is larger than the desk reads.",
    422: "Something in it is not as asked.",
    429: "Too many requests: wait as long as Retry-After says.",
    500: "The desk failed at this; it is in its log.",
    503: "It passes: nothing was kept, send it again after Retry-After.",
}
"""What the error statuses mean, as every operation means them."""
RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}}
CHALLENGE = {"WWW-Authenticate": {"description": "Bearer (RFC 6750).", "schema": {"type": "string"}}}
HEADERS = {401: CHALLENGE, 429: RETRY, 503: RETRY}
PART = re.compile(r"\{(\w+)\}")
SOURCES: dict[tuple[str, str, int], dict[str, str]] = {
    ("post", "/api/v1/reports", 201): {"reference": "$response.body#/id"},
    ("get", "/api/v1/cases", 200): {"reference": "$response.body#/cases/0/id"},
    ("get", "/api/v1/cases/{reference}", 200): {
        "reference": "$response.body#/id",
        "number": "$response.body#/duties/0/id",
    },
}
"""Answers that tell ids: where in them the parts of other paths stand."""


def complete(schema: dict[str, Any]) -> None:
    """Add errors and links to ``schema``, in its place."""
    schema.setdefault("components", {}).setdefault("schemas", {})["Fault"] = FAULT
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _errors(path, method, operation)
    for (method, path, status), ids in SOURCES.items():
        answer = schema["paths"].get(path, {}).get(method, {}).get("responses", {}).get(status)
        if answer is not None:
            answer["links"] = _links(schema, (method, path), ids)


def _errors(path: str, method: str, operation: dict[str, Any]) -> None:
    keyed, body = bool(operation.get("security")), "requestBody" in operation
    takes = body or bool(operation.get("parameters"))
    possible = {500, 503}
    possible |= {401, 403} if keyed else set()
    possible |= {404} if keyed and (takes or PART.search(path)) else set()
    possible |= {409} if keyed and method != "get" else set()
    possible |= {400, 413} if body else set()
    possible |= {422} if takes else set()
    for status in sorted(possible | {each for each in operation["responses"] if each in WORDS}):
        told: dict[str, Any] = {
            "description": WORDS[status],
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}},
        }
        if status in HEADERS:
            told["headers"] = HEADERS[status]
        operation["responses"][status] = told


def _links(schema: dict[str, Any], source: tuple[str, str], ids: dict[str, str]) -> dict[str, Any]:
    links = {}
    for path, methods in schema["paths"].items():
        parts = PART.findall(path)
        if not parts or not set(parts) <= set(ids):
            continue
        for method, operation in methods.items():
            if (method, path) != source:
                name = operation["operationId"]
                links[name] = {"operationId": name, "parameters": {part: ids[part] for part in parts}}
    return links

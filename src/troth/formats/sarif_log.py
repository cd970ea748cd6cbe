"""The objects of a SARIF 2.1.0 log, as far as they are read; names and sections are those of the specification."""

from __future__ import annotations

from typing import Any

import msgspec


class Lax(msgspec.Struct, rename="camel", gc=False):
    """Objects as SARIF has them; keys that are not named here are left out. A log is a tree: nothing to collect."""


class Text(Lax):
    """A message or a text (§3.11, §3.12)."""

    text: str | None = None
    markdown: str | None = None
    id: str | None = None
    arguments: list[str] | None = None


class Artifact(Lax):
    """Where an artifact lies (§3.4)."""

    uri: str | None = None
    uri_base_id: str | None = None
    index: int | None = None


class Snippet(Lax):
    """The text of a region (§3.3)."""

    text: str | None = None


class Region(Lax):
    """A part of an artifact (§3.30); lines count from 1."""

    start_line: int | None = None
    end_line: int | None = None
    snippet: Snippet | None = None


class Physical(Lax):
    """A place in an artifact (§3.29)."""

    artifact_location: Artifact | None = None
    region: Region | None = None


class Location(Lax):
    """A place (§3.28)."""

    physical_location: Physical | None = None


class Suppression(Lax):
    """That and why a result does not count (§3.35)."""

    kind: str | None = None
    status: str | None = None
    justification: str | None = None


class Component(Lax):
    """A reference to a tool component (§3.54)."""

    name: str | None = None
    index: int | None = None
    guid: str | None = None


class Reference(Lax):
    """A reference to a rule, taxon or notification (§3.52)."""

    id: str | None = None
    index: int | None = None
    tool_component: Component | None = None


class Relationship(Lax):
    """How a rule and a taxon hang together (§3.53)."""

    target: Reference | None = None


class Default(Lax):
    """The configuration of a rule (§3.50)."""

    level: str | None = None


class Rule(Lax):
    """A rule, taxon or kind of notification (§3.49)."""

    id: str | None = None
    guid: str | None = None
    name: str | None = None
    short_description: Text | None = None
    full_description: Text | None = None
    message_strings: dict[str, Text] | None = None
    default_configuration: Default | None = None
    properties: dict[str, Any] | None = None
    relationships: list[Relationship] | None = None


class Tool(Lax):
    """A tool component: driver, extension or taxonomy (§3.19)."""

    name: str | None = None
    version: str | None = None
    semantic_version: str | None = None
    guid: str | None = None
    rules: list[Rule] | None = None
    taxa: list[Rule] | None = None
    global_message_strings: dict[str, Text] | None = None


class Tools(Lax):
    """The tool of a run (§3.18)."""

    driver: Tool
    extensions: list[Tool] | None = None


class Notification(Lax):
    """What the tool says of its run (§3.58)."""

    level: str | None = None
    message: Text | None = None


class Override(Lax):
    """Another configuration of a rule in one run (§3.51)."""

    configuration: Default | None = None
    descriptor: Reference | None = None


class Invocation(Lax):
    """How the tool was started and ended (§3.20)."""

    execution_successful: bool | None = None
    exit_code: int | None = None
    start_time_utc: str | None = None
    end_time_utc: str | None = None
    command_line: str | None = None
    arguments: list[str] | None = None
    tool_execution_notifications: list[Notification] | None = None
    tool_configuration_notifications: list[Notification] | None = None
    rule_configuration_overrides: list[Override] | None = None


class Result(Lax):
    """A result (§3.27)."""

    rule_id: str | None = None
    rule_index: int | None = None
    rule: Reference | None = None
    kind: str | None = None
    level: str | None = None
    message: Text | None = None
    locations: list[Location] | None = None
    suppressions: list[Suppression] | None = None
    baseline_state: str | None = None
    fingerprints: dict[str, str] | None = None
    partial_fingerprints: dict[str, str] | None = None
    taxa: list[Reference] | None = None
    properties: dict[str, Any] | None = None


class Seen(Lax):
    """An artifact that was looked at (§3.24)."""

    location: Artifact | None = None


class Provenance(Lax):
    """The revision that was looked at (§3.23)."""

    revision_id: str | None = None


class Automation(Lax):
    """Which of several runs of a tool it is (§3.17): "backend/2026-11-26", the part before the last slash stays."""

    id: str | None = None


class Run(Lax):
    """One run of one tool (§3.14)."""

    tool: Tools
    results: list[Result] | None = None
    invocations: list[Invocation] | None = None
    artifacts: list[Seen] | None = None
    original_uri_base_ids: dict[str, Artifact] | None = None
    taxonomies: list[Tool] | None = None
    version_control_provenance: list[Provenance] | None = None
    automation_details: Automation | None = None
    external_property_file_references: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None


class Log(Lax):
    """The whole log (§3.13)."""

    version: str
    runs: list[Run]

"""Names only: products that policies mention and whose work no file of a repository shows."""

from __future__ import annotations

from troth.terms.tool_name import ToolName

PRODUCTS: tuple[ToolName, ...] = (
    ToolName(name="prometheus"),
    ToolName(name="grafana", ambiguous=True),
    ToolName(name="datadog"),
    ToolName(name="sentry", ambiguous=True),
    ToolName(name="splunk"),
    ToolName(name="elk stack", spoken=("elk", "elastic stack", "elasticsearch, logstash, kibana")),
    ToolName(name="new relic"),
    ToolName(name="application insights", spoken=("azure application insights",)),
    ToolName(name="pagerduty"),
    ToolName(name="opsgenie"),
    ToolName(name="uptimerobot", spoken=("uptime robot",)),
    ToolName(name="cloudtrail", spoken=("aws cloudtrail",)),
    ToolName(name="cloudwatch", spoken=("aws cloudwatch",)),
    ToolName(name="guardduty", spoken=("aws guardduty", "amazon guardduty")),
    ToolName(name="aws kms", spoken=("aws key management service",)),
    ToolName(name="aws inspector", spoken=("amazon inspector",)),
    ToolName(name="aws security hub", spoken=("security hub",)),
    ToolName(name="hashicorp vault"),
    ToolName(name="falco", ambiguous=True),
    ToolName(name="wazuh"),
    ToolName(name="crowdstrike"),
    ToolName(name="fail2ban"),
    ToolName(name="ossec"),
    ToolName(name="volatility", ambiguous=True),
    ToolName(name="autopsy", ambiguous=True),
    ToolName(name="wireshark"),
    ToolName(name="tcpdump"),
    ToolName(name="nmap"),
    ToolName(name="metasploit"),
    ToolName(name="burp suite", spoken=("burpsuite", "burp")),
    ToolName(name="nessus"),
    ToolName(name="qualys"),
    ToolName(name="openvas"),
    ToolName(name="cerbos"),
    ToolName(name="winston", ambiguous=True),
    ToolName(name="sops", ambiguous=True),
    ToolName(name="uv", ambiguous=True),
    ToolName(
        name="sanitizers",
        spoken=("addresssanitizer", "threadsanitizer", "memorysanitizer", "undefinedbehaviorsanitizer"),
    ),
    ToolName(name="git-node"),
    ToolName(name="citgm"),
)
"""Monitoring, incident and forensic products, and utilities that policies call tools."""

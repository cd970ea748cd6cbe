"""The keys that tools know, from their documentation and sources; a tool that stands not here has unknown keys."""

from __future__ import annotations

from collections.abc import Mapping

from troth.evidence.configuration.schema import Schema


def _names(words: str) -> dict[str, None]:
    return dict.fromkeys(words.split())


BANDIT_INI: Schema = {
    "bandit": _names(
        "targets recursive aggregate number profile tests skips level confidence format msg-template output verbose "
        "debug quiet exclude baseline ignore-nosec configfile"
    )
}
"""Options that Bandit 1.9 takes from an INI file (``bandit.cli.main``)."""
BANDIT_INI_MEANT: Mapping[str, str] = {
    "bandit.exclude_dirs": "exclude",
    "bandit.exclude-dirs": "exclude",
    "bandit.excluded_files": "exclude",
    "bandit.severity": "level",
    "bandit.severity-level": "level",
    "bandit.skip": "skips",
    "bandit.test": "tests",
}
BANDIT: Schema = _names(
    "tests skips exclude_dirs profiles include plugin_name_pattern blacklist_calls blacklist_imports "
    "any_other_function_with_shell_equals_true assert_used hardcoded_tmp_directory linux_commands_wildcard_injection "
    "markupsafe_markup_xss markupsafe_xss shell_injection ssl_with_bad_defaults ssl_with_bad_version "
    "start_process_with_a_shell start_process_with_no_shell start_process_with_partial_path "
    "subprocess_popen_with_shell_equals_true subprocess_without_shell_equals_true try_except_continue try_except_pass "
    "weak_cryptographic_key execute_with_run_as_root_equals_true password_config_option_not_marked_secret"
)
"""Keys of YAML and TOML (``bandit.core.config`` and the plugins that take a configuration)."""
BANDIT_MEANT: Mapping[str, str] = {
    "exclude": "exclude_dirs",
    "skip": "skips",
    "test": "tests",
    "excludes": "exclude_dirs",
    "targets": "",
    "recursive": "",
    "severity": "",
}

GOSEC: Schema = {
    "global": _names("nosec audit show-ignored #nosec exclude include nosec-require-rules nosec-require-justification"),
    "exclude-rules": None,
    **{f"G{number}": None for number in range(100, 800)},
}

_SPEC = _names("crate name version reason")
DENY: Schema = {
    "graph": {
        "targets": _names("triple features"),
        **_names("exclude all-features no-default-features features exclude-dev exclude-unpublished"),
    },
    "output": _names("feature-depth"),
    "advisories": {
        "ignore": _names("id reason crate name version"),
        **_names(
            "db-urls db-path version yanked disable-yank-checking unmaintained unsound git-fetch-with-cli "
            "maximum-db-staleness unused-ignored-advisory"
        ),
    },
    "licenses": {
        "exceptions": {**_SPEC, "allow": None},
        "clarify": {**_SPEC, "expression": None, "license-files": _names("path hash")},
        "private": _names("ignore registries ignore-sources"),
        **_names(
            "version include-dev include-build allow confidence-threshold unused-allowed-license "
            "unused-license-exception"
        ),
    },
    "bans": {
        "workspace-dependencies": _names("duplicates include-path-dependencies unused"),
        "deny": {**_SPEC, **_names("wrappers deny-multiple-versions use-instead")},
        "allow": _SPEC,
        "skip": _SPEC,
        "skip-tree": {**_SPEC, "depth": None},
        "features": {**_SPEC, **_names("deny allow exact")},
        "std-replacements": None,
        "build": None,
        **_names(
            "multiple-versions multiple-versions-include-dev wildcards allow-wildcard-paths highlight allow-workspace "
            "external-default-features workspace-default-features allow-build-scripts"
        ),
    },
    "sources": {
        "allow-org": _names("github gitlab bitbucket"),
        **_names(
            "unknown-registry unknown-git required-git-spec allow-git private allow-registry unused-allowed-source "
            "unused-allowed-org"
        ),
    },
    **_names("targets exclude all-features no-default-features features feature-depth exclude-dev exclude-unpublished"),
}
"""deny.toml of cargo-deny 0.20; the last line are names that stood at the top before 0.14 and are still read."""
_REFUSED = "removed from cargo-deny; the file is refused with it"
DENY_REMOVED: Mapping[str, str] = dict.fromkeys(
    ("advisories.vulnerability", "advisories.notice", "advisories.severity-threshold", "licenses.unlicensed",
     "licenses.deny", "licenses.copyleft", "licenses.allow-osi-fsf-free", "licenses.default"),
    _REFUSED,
)  # fmt: skip

CARGO_AUDIT: Schema = {
    "advisories": _names("ignore ignore_source informational_warnings severity_threshold"),
    "database": _names("path url fetch stale"),
    "output": _names("deny format quiet show_tree"),
    "target": _names("arch os"),
    "packages": _names("source"),
    "yanked": _names("enabled update_index"),
}
_ALLOWLIST = _names(
    "description condition commits paths regexTarget regexes stopwords targetRules id expressions matchCondition"
)
GITLEAKS: Schema = {
    "extend": _names("path url useDefault disabledRules"),
    "rules": {
        "allowlist": _ALLOWLIST,
        "allowlists": _ALLOWLIST,
        **_names("id description regex path entropy secretGroup keywords tags skipReport required report randomness"),
    },
    "allowlist": _ALLOWLIST,
    "allowlists": _ALLOWLIST,
    **_names("title description minVersion"),
}
_HOOK = _names(
    "id alias name language_version files exclude types types_or exclude_types args stages additional_dependencies "
    "always_run verbose log_file entry language pass_filenames require_serial description fail_fast "
    "minimum_pre_commit_version"
)
PRE_COMMIT: Schema = {
    "repos": {"repo": None, "rev": None, "hooks": _HOOK},
    **_names(
        "default_install_hook_types default_language_version default_stages files exclude fail_fast "
        "minimum_pre_commit_version ci"
    ),
}
GOLANGCI: Schema = {
    "linters": _names("default enable disable settings exclusions presets fast enable-all disable-all"),
    **_names("version run output linters-settings issues severity formatters service"),
}
OSV_SCANNER: Schema = {
    "IgnoredVulns": _names("id ignoreUntil reason"),
    "PackageOverrides": {
        "vulnerability": _names("ignore"),
        "license": _names("ignore override"),
        **_names("name nameIsRegex version ecosystem group ignore effectiveUntil reason"),
    },
    **_names("GoVersionOverride"),
}
HADOLINT: Schema = {
    "override": _names("error warning info style ignore none"),
    "label-schema": None,
    **_names("ignored trustedRegistries failure-threshold no-fail strict-labels format no-color disable-ignore-pragma"),
}
DEPENDABOT: Schema = {
    "updates": {
        "schedule": _names("interval day time timezone cronjob"),
        **_names(
            "package-ecosystem directory directories allow assignees commit-message cooldown groups ignore "
            "insecure-external-code-execution labels milestone open-pull-requests-limit pull-request-branch-name "
            "rebase-strategy registries reviewers target-branch vendor versioning-strategy exclude-paths "
            "multi-ecosystem-group patterns name"
        ),
    },
    **_names("version registries enable-beta-ecosystems multi-ecosystem-groups"),
}
CODEQL: Schema = _names(
    "name disable-default-queries queries packs query-filters paths paths-ignore external-repository-token "
    "threat-models registries"
)
ZIZMOR: Schema = {"rules": None}

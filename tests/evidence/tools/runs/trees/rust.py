"""Cargo workspaces."""

from __future__ import annotations

from evidence.tools.runs.recorded import Case

INDEX = "registry+https://github.com/rust-lang/crates.io-index"
LOCK = (
    'version = 3\n\n[[package]]\nname = "ferry"\nversion = "0.1.0"\ndependencies = [\n "mast",\n "sail",\n]\n\n'
    f'[[package]]\nname = "mast"\nversion = "1.0.0"\nsource = "{INDEX}"\nchecksum = "{"0" * 64}"\n\n'
    f'[[package]]\nname = "sail"\nversion = "0.2.0"\nsource = "{INDEX}"\nchecksum = "{"1" * 64}"\n'
)
CALM = 'version = 3\n\n[[package]]\nname = "ferry"\nversion = "0.1.0"\n'

FERRY = (
    '[package]\nname = "ferry"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\n\n'
    '[dependencies]\nhull = { path = "hull" }\n'
)
HULL = '[package]\nname = "hull"\nversion = "0.1.0"\nedition = "2021"\nlicense = "GPL-3.0-only"\n'
CRATES = {
    "Cargo.toml": FERRY,
    "Cargo.lock": (
        'version = 3\n\n[[package]]\nname = "ferry"\nversion = "0.1.0"\ndependencies = [\n "hull",\n]\n\n'
        '[[package]]\nname = "hull"\nversion = "0.1.0"\n'
    ),
    "src/lib.rs": "",
    "hull/Cargo.toml": HULL,
    "hull/src/lib.rs": "",
}

CASES = (
    Case(tool="cargo-audit", name="findings", files={"Cargo.lock": LOCK}, advisories=True),
    Case(tool="cargo-audit", name="clean", files={"Cargo.lock": CALM, "sub/Cargo.lock": CALM}, advisories=True),
    Case(tool="cargo-audit", name="broken-lock", files={"Cargo.lock": "[[package"}, advisories=True),
    Case(
        tool="cargo-audit",
        name="ignored",
        files={"Cargo.lock": LOCK, ".cargo/audit.toml": '[advisories]\nignore = ["RUSTSEC-2026-9001"]\n'},
        advisories=True,
    ),
    Case(
        tool="cargo-audit",
        name="denied-warnings",
        files={
            "Cargo.lock": LOCK,
            ".cargo/audit.toml": '[advisories]\nignore = ["RUSTSEC-2026-9001"]\n\n[output]\ndeny = ["unmaintained"]\n'
            'format = "terminal"\nquiet = false\nshow_tree = true\n',
        },
        advisories=True,
    ),
    Case(
        tool="cargo-audit",
        name="no-database",
        files={"Cargo.lock": CALM},
        argv=("cargo-audit", "audit", "--json", "--file", "Cargo.lock", "--db", "none", "--no-fetch", "--no-yanked"),
    ),
    Case(
        tool="cargo-deny",
        name="rejected",
        files={**CRATES, "deny.toml": '[advisories]\ndb-path = "~/elsewhere"\n\n[licenses]\nallow = ["MIT"]\n'},
        advisories=True,
    ),
    Case(
        tool="cargo-deny",
        name="clean",
        files={**CRATES, ".cargo/deny.toml": '[licenses]\nallow = ["MIT", "GPL-3.0-only"]\n'},
        advisories=True,
    ),
    Case(
        tool="cargo-deny",
        name="banned",
        files={
            **CRATES,
            "deny.toml": '[licenses]\nallow = ["MIT"]\n\n[bans]\ndeny = ["hull"]\n\n[sources]\nunknown-git = "deny"\n',
        },
        advisories=True,
    ),
    Case(tool="cargo-deny", name="without-configuration", files=CRATES, advisories=True),
    Case(
        tool="cargo-deny",
        name="refused",
        files={**CRATES, "deny.toml": '[licenses]\nunlicensed = "deny"\n'},
        advisories=True,
    ),
    Case(
        tool="cargo-deny",
        name="no-database",
        files={**CRATES, "deny.toml": '[advisories]\ndb-path = "none"\n'},
        argv=("cargo-deny", "--format", "json", "--offline", "--locked", "--workspace", "check"),
        environment={"CARGO_NET_OFFLINE": "true"},
    ),
    Case(
        tool="cargo-deny",
        name="other-checks",
        files={**CRATES, "deny.toml": '[advisories]\ndb-path = "none"\n\n[licenses]\nallow = ["MIT"]\n'},
    ),
    Case(tool="cargo-sbom", name="both-formats", files=CRATES),
    Case(
        tool="cargo-sbom",
        name="broken-manifest",
        files={**CRATES, "Cargo.toml": FERRY.replace("hull =", "oar =").replace('"hull"', '"oar"')},
    ),
)

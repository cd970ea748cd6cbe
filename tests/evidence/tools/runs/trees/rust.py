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
        name="no-database",
        files={"Cargo.lock": CALM},
        argv=("cargo-audit", "audit", "--json", "--file", "Cargo.lock", "--db", "none", "--no-fetch", "--no-yanked"),
    ),
)

#!/usr/bin/env bash
# Installs the tools that Troth's tests run, at pinned versions, once per machine.
#
#   scripts/install_tools.sh          into $TROTH_TOOLS_DIR (default: ~/.cache/troth-tools), linked as .tools/bin
#
# bandit, betterleaks, kingfisher, pip-audit, ruff and zizmor come with .venv (pyproject.toml, group dev). A tool that
# stands at the pinned version already, here or on PATH, is kept or linked; nothing is built twice. What cargo builds
# and what go builds is built side by side: some fourteen minutes on two cores for a machine that has none.
set -euo pipefail

GOVULNCHECK=v1.9.0
GOSEC=v2.30.0
OSV_SCANNER=v2.4.0 # 2.6 wants a newer Go than 1.26
GITLEAKS=v8.30.1
CARGO_AUDIT=0.22.2
CARGO_DENY=0.20.2
CARGO_SBOM=0.10.0
SAFETY=3.8.1   # what "pip install safety" brings
SAFETY_2=2.3.5 # the last that reads a database of one's own

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=${TROTH_TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/troth-tools}
bin=$tools/bin

missing=0
need() { # program, what to install
  command -v "$1" >/dev/null || { echo "$1 was not found: install $2, then run this again." >&2; missing=1; }
}
need go "Go 1.25 or newer (https://go.dev/dl/)"
need cargo "Rust (https://rustup.rs)"
python=$here/.venv/bin/python
[ -x "$python" ] || python=$(command -v python3 || true)
[ -n "$python" ] || { echo "python3 was not found: install Python 3.11 or newer, then run this again." >&2; missing=1; }
[ "$missing" -eq 0 ] || exit 1

mkdir -p "$bin"

go_version() { # the module version that a Go binary was built from
  go version -m "$1" 2>/dev/null | awk '$1 == "mod" { print $3 }'
}
cargo_version() { # "cargo-deny 0.20.2" -> 0.20.2
  "$1" --version 2>/dev/null | awk '{ print $2 }'
}

install() { # kind, name, version, package
  local kind=$1 name=$2 version=$3 package=$4 found
  if [ -x "$bin/$name" ] && [ "$("${kind}_version" "$bin/$name")" = "$version" ]; then
    echo "$name $version is there"
    return
  fi
  found=$(command -v "$name" || true)
  if [ -n "$found" ] && [ ! "$found" -ef "$bin/$name" ] && [ "$("${kind}_version" "$found")" = "$version" ]; then
    ln -sf "$found" "$bin/$name"
    echo "$name $version is on PATH, linked"
    return
  fi
  rm -f "$bin/$name"
  echo "installing $name $version (this can take some minutes) ..."
  if [ "$kind" = go ]; then
    GOBIN=$bin GOFLAGS=-mod=mod go install "$package@$version"
  else
    (cd / && cargo install --quiet --locked --root "$tools" --version "$version" "$package")
  fi
}

install_python() { # name, version: safety in an environment of its own, since it brings 42 packages
  local name=$1 version=$2 folder=$tools/venvs/$1
  if [ -x "$bin/$name" ] && "$bin/$name" --version 2>/dev/null | grep -qwF "$version"; then
    echo "$name $version is there"
    return
  fi
  echo "installing $name $version ..."
  rm -rf "$folder"
  "$python" -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "safety==$version" "setuptools<81"
  ln -sf "../venvs/$name/bin/safety" "$bin/$name"
}

go_tools() {
  install go govulncheck "$GOVULNCHECK" golang.org/x/vuln/cmd/govulncheck
  install go gitleaks "$GITLEAKS" github.com/zricethezav/gitleaks/v8
  install go gosec "$GOSEC" github.com/securego/gosec/v2/cmd/gosec
  install go osv-scanner "$OSV_SCANNER" github.com/google/osv-scanner/v2/cmd/osv-scanner
}
cargo_tools() {
  install cargo cargo-sbom "$CARGO_SBOM" cargo-sbom
  install cargo cargo-deny "$CARGO_DENY" cargo-deny
  install cargo cargo-audit "$CARGO_AUDIT" cargo-audit
}

(set -e; go_tools; install_python safety "$SAFETY"; install_python safety-2 "$SAFETY_2") &
others=$!
(set -e; cargo_tools) || { wait "$others" || true; echo "cargo could not install everything" >&2; exit 1; }
wait "$others" || { echo "go or pip could not install everything" >&2; exit 1; }

mkdir -p "$here/.tools"
[ "$bin" -ef "$here/.tools/bin" ] || { rm -rf "$here/.tools/bin"; ln -s "$bin" "$here/.tools/bin"; }
echo "tools: $bin (linked as .tools/bin)"

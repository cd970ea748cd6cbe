#!/usr/bin/env bash
# Installs the tools that Troth's tests run, at pinned versions, once per machine.
#
#   scripts/install_tools.sh          into $TROTH_TOOLS_DIR (default: ~/.cache/troth-tools), linked as .tools/bin
#
# bandit and pip-audit come with .venv (pyproject.toml, group dev). A tool that stands at the pinned version already,
# here or on PATH, is kept or linked; nothing is built twice.
set -euo pipefail

GOVULNCHECK=v1.9.0
GOSEC=v2.30.0
CARGO_DENY=0.20.2
CARGO_SBOM=0.10.0

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=${TROTH_TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/troth-tools}
bin=$tools/bin

missing=0
need() { # program, what to install
  command -v "$1" >/dev/null || { echo "$1 was not found: install $2, then run this again." >&2; missing=1; }
}
need go "Go 1.25 or newer (https://go.dev/dl/)"
need cargo "Rust (https://rustup.rs)"
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

install go govulncheck "$GOVULNCHECK" golang.org/x/vuln/cmd/govulncheck
install go gosec "$GOSEC" github.com/securego/gosec/v2/cmd/gosec
install cargo cargo-deny "$CARGO_DENY" cargo-deny
install cargo cargo-sbom "$CARGO_SBOM" cargo-sbom

mkdir -p "$here/.tools"
[ "$bin" -ef "$here/.tools/bin" ] || { rm -rf "$here/.tools/bin"; ln -s "$bin" "$here/.tools/bin"; }
echo "tools: $bin (linked as .tools/bin)"

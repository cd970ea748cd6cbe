"""Manifests that are known by their names and not read into yet."""

from __future__ import annotations

NAMES: tuple[tuple[str, str], ...] = (
    ("Gemfile", "rubygems"),
    ("*.gemspec", "rubygems"),
    ("composer.json", "packagist"),
    ("pom.xml", "maven"),
    ("build.gradle", "gradle"),
    ("build.gradle.kts", "gradle"),
    ("libs.versions.toml", "gradle"),
    ("*.csproj", "nuget"),
    ("*.fsproj", "nuget"),
    ("packages.config", "nuget"),
    ("Directory.Packages.props", "nuget"),
    ("mix.exs", "hex"),
    ("pubspec.yaml", "pub"),
    ("Package.swift", "swift"),
    ("Podfile", "cocoapods"),
    ("elm.json", "elm"),
    ("environment.yml", "conda"),
    ("environment.yaml", "conda"),
    ("conanfile.txt", "conan"),
    ("conanfile.py", "conan"),
    ("vcpkg.json", "vcpkg"),
    ("Chart.yaml", "helm"),
    ("*.tf", "terraform"),
    ("flake.nix", "nix"),
    ("build.sbt", "maven"),
    ("deps.edn", "maven"),
    ("project.clj", "maven"),
    ("*.cabal", "hackage"),
    ("DESCRIPTION", "cran"),
    ("deno.json", "deno"),
)
"""Globs and the ecosystem that they stand for; of several per folder each is a manifest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from troth.formats.purl import TYPES, parse, placeholder, purl
from troth.terms.package import package

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("ecosystem", "name", "version", "written"),
    [
        ("crates.io", "serde_json", "1.0.0+x", "pkg:cargo/serde_json@1.0.0%2Bx"),
        ("PyPI", "Foo_Bar.baz", "1!2.0", "pkg:pypi/foo-bar-baz@1%212.0"),
        ("Go", "github.com/BurntSushi/toml", "v1.0.0", "pkg:golang/github.com/burntsushi/toml@v1.0.0"),
        ("Go", "stdlib", "1.22", "pkg:golang/stdlib@1.22"),
        ("npm", "@types/node", "20.1.0", "pkg:npm/%40types/node@20.1.0"),
        ("npm", "left-pad", "", "pkg:npm/left-pad"),
        ("Maven", "org.example:core", "1.0", "pkg:maven/org.example/core@1.0"),
        ("Packagist", "Symfony/Console", "v6.1", "pkg:composer/symfony/console@v6.1"),
        ("SwiftURL", "github.com/apple/swift-nio", "2.0.0", "pkg:swift/github.com/apple/swift-nio@2.0.0"),
        ("CocoaPods", "PINCache/Core", "3.0.3", "pkg:cocoapods/PINCache@3.0.3#Core"),
        ("NuGet", "Newtonsoft.Json", "13.0.1", "pkg:nuget/Newtonsoft.Json@13.0.1"),
        ("Nobody", "a", "1", ""),
    ],
)
def test_each_ecosystem_has_its_form(ecosystem: str, name: str, version: str, written: str) -> None:
    assert purl(package(ecosystem, name), version) == written


def test_what_does_not_come_from_the_usual_registry_says_so() -> None:
    mast = package("crates.io", "mast")
    assert purl(mast, "1", "git", commit=COMMIT, address="https://example.org/m.git") == (
        f"pkg:cargo/mast@1?vcs_url=git%2Bhttps://example.org/m.git%40{COMMIT}"
    )
    assert purl(mast, "1", "url", address="https://example.org/m.tgz") == (
        "pkg:cargo/mast@1?download_url=https://example.org/m.tgz"
    )
    assert purl(mast, "1", registry="https://crates.harbour.org") == (
        "pkg:cargo/mast@1?repository_url=https://crates.harbour.org"
    )
    assert purl(mast, "1", "path") == "pkg:cargo/mast@1"


def test_back() -> None:
    read = parse(f"pkg:cargo/mast@1?vcs_url=git%2Bhttps://example.org/m.git%40{COMMIT}")
    assert (read.package, read.version, read.commit) == (package("crates.io", "mast"), "1", COMMIT)
    assert read.address == "git+https://example.org/m.git"
    assert parse("pkg:npm/%40types/node@20").package == package("npm", "@types/node")
    assert parse("pkg:maven/org.example/core@1").package == package("Maven", "org.example:core")
    assert parse("pkg:deb/debian/curl@7").package is None
    assert parse("pkg:cargo/a@1?repository_url=https://crates.harbour.org").registry == "https://crates.harbour.org"
    with pytest.raises(ValueError, match="purl"):
        parse("cargo/a")


@given(
    st.sampled_from(["crates.io", "PyPI", "npm", "RubyGems", "Go"]),
    st.from_regex(r"(?:@[a-z0-9._~-]{1,5}/)?[A-Za-z0-9._+~-]{1,9}", fullmatch=True),
    st.text(st.sampled_from("019aZ.+-_!~:%/ é"), max_size=8),
)
def test_the_short_way_is_that_of_the_library(ecosystem: str, name: str, version: str) -> None:
    of = package(ecosystem, name)
    namespace, _, last = of.name.lower().rpartition("/") if ecosystem == "Go" else of.name.rpartition("/")
    try:
        wanted = PackageURL(TYPES[ecosystem], namespace or None, last, version or None).to_string()
    except ValueError:
        wanted = ""
    assert purl(of, version) == wanted


@given(st.text(max_size=40))
def test_garbage_is_refused_or_read(text: str) -> None:
    for candidate in (text, f"pkg:{text}", f"pkg:npm/{text}", f"pkg:pypi/a@1?{text}"):
        try:
            read = parse(candidate)
        except ValueError:
            continue
        assert read.name


def test_placeholders_are_no_registries() -> None:
    assert placeholder("https://index.example/simple")
    assert placeholder("registry+https://mirrors.harbour.org/index")
    assert not placeholder("https://index.harbour.org/simple")
    assert not placeholder("https://[")

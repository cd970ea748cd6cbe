"""The product tree of a CSAF 2.0 document (§3.2.2): vendor, product, versions and ranges, each with an id of its own.

Every stretch of versions is a branch of its own, so that what is said of it is said of it alone; the version that ends
it because it holds the fix stands beside it as *fixed*.
"""

from __future__ import annotations

from typing import Any

from troth.formats import vers
from troth.formats.purl import generic, purl
from troth.terms.own_advisory import Product
from troth.terms.stretches import Stretch, stretches
from troth.terms.vex import VexProduct

_STATUS = {
    "affected": "known_affected",
    "not_affected": "known_not_affected",
    "under_investigation": "under_investigation",
}
_ALL = Stretch()


class Tree:
    """Products as they are added. ``ids`` are those of each status, ``named`` the versions behind them, for people.

    ``flags`` and ``impacts`` say why products are not affected: label and words, each with its ids.
    """

    def __init__(self, publisher: str) -> None:
        self._publisher = publisher
        self._branches: dict[tuple[str, str], dict[tuple[str, str], dict[str, Any]]] = {}
        self._parts: dict[str, dict[str, Any]] = {}
        self._relations: dict[tuple[str, str], dict[str, Any]] = {}
        self._made = 0
        self.ids: dict[str, list[str]] = {name: [] for name in (*_STATUS.values(), "fixed")}
        self.named: dict[str, list[str]] = {name: [] for name in self.ids}
        self.flags: dict[str, list[str]] = {}
        self.impacts: dict[str, list[str]] = {}

    def add(self, product: Product) -> None:
        """All versions that ``product`` speaks of, and those that hold the fix."""
        lines = stretches(product.ranges, product.package)
        mine = [self._range(product, line) for line in lines if not line.single]
        named = dict.fromkeys((*(line.start for line in lines if line.single), *product.versions))
        mine += [self._version(product, version) for version in named]
        if not mine:
            mine = [self._range(product, _ALL)]
        fixed = dict.fromkeys((*(line.fixed for line in lines if line.fixed), *product.fixed))
        noted = self._note(_STATUS[product.status], mine)
        if product.status == "affected":
            self._note("fixed", [self._version(product, version) for version in fixed if version not in named])
        if product.status == "not_affected" and noted and product.justification:
            self.flags.setdefault(product.justification, []).extend(noted)
        if product.status == "not_affected" and noted and (product.impact.strip() or not product.justification):
            self.impacts.setdefault(product.impact.strip() or "It is not affected.", []).extend(noted)

    def stated(self, product: VexProduct) -> list[str]:
        """The ids of a product of a VEX statement: its own, or those of its parts in it."""
        whole = self._branch(
            self._publisher,
            product.name,
            ("product_version", product.version) if product.version else ("product_version_range", "vers:generic/*"),
            product.purl or generic(product.name, product.version),
        )
        if not product.components:
            return [whole["product_id"]]
        return [self._related(part, whole)["product_id"] for part in product.components]

    def statuses(self) -> dict[str, list[str]]:
        """``product_status``: what was added, each id in one list (test 6.1.6)."""
        return {name: list(dict.fromkeys(ids)) for name, ids in self.ids.items() if ids}

    def scored(self) -> list[str]:
        """The ids that a score holds for: of what is affected, and of what is looked at."""
        return list(dict.fromkeys((*self.ids["known_affected"], *self.ids["under_investigation"])))

    def written(self) -> dict[str, Any]:
        """``product_tree``."""
        vendors: dict[str, list[dict[str, Any]]] = {}
        for (vendor, name), versions in self._branches.items():
            leaves = [
                {"category": category, "name": label, "product": product}
                for (category, label), product in versions.items()
            ]
            vendors.setdefault(vendor, []).append({"branches": leaves, "category": "product_name", "name": name})
        said: dict[str, Any] = {
            "branches": [{"branches": of, "category": "vendor", "name": vendor} for vendor, of in vendors.items()]
        }
        if self._parts:
            said["full_product_names"] = list(self._parts.values())
        if self._relations:
            said["relationships"] = list(self._relations.values())
        return said

    def _note(self, status: str, products: list[dict[str, Any]]) -> list[str]:
        """Give ``products`` a status, each its first one (test 6.1.6); the ids of those that had none before."""
        taken = {id_ for ids in self.ids.values() for id_ in ids}
        new = {one["product_id"]: one["name"] for one in products if one["product_id"] not in taken}
        self.ids[status] += new
        self.named[status] += new.values()
        return list(new)

    def _range(self, product: Product, line: Stretch) -> dict[str, Any]:
        return self._leaf(product, "product_version_range", vers.spelled(line, product.package), "", str(line))

    def _version(self, product: Product, version: str) -> dict[str, Any]:
        return self._leaf(product, "product_version", version, version, version)

    def _leaf(self, product: Product, category: str, label: str, version: str, words: str) -> dict[str, Any]:
        named = _purl(product, version)
        return self._branch(product.vendor or self._publisher, product.name, (category, label), named, words)

    def _branch(self, vendor: str, name: str, leaf: tuple[str, str], named: str, words: str = "") -> dict[str, Any]:
        versions = self._branches.setdefault((vendor, name), {})
        if leaf not in versions:
            all_ = leaf[0] == "product_version_range" and not words
            versions[leaf] = self._product(f"{name} {words or ('in all versions' if all_ else leaf[1])}", named)
        return versions[leaf]

    def _related(self, part: str, whole: dict[str, Any]) -> dict[str, Any]:
        if part not in self._parts:
            self._parts[part] = self._product(part, part)
        one, other = self._parts[part]["product_id"], whole["product_id"]
        if (one, other) not in self._relations:
            self._relations[one, other] = {
                "category": "default_component_of",
                "full_product_name": self._product(f"{part} in {whole['name']}", ""),
                "product_reference": one,
                "relates_to_product_reference": other,
            }
        found: dict[str, Any] = self._relations[one, other]["full_product_name"]
        return found

    def _product(self, name: str, named: str) -> dict[str, Any]:
        self._made += 1
        said: dict[str, Any] = {"name": name, "product_id": f"CSAFPID-{self._made:04}"}
        if named.startswith("pkg:"):
            said["product_identification_helper"] = {"purl": named}
        return said


def _purl(product: Product, version: str) -> str:
    named = purl(product.package, version) if product.package is not None else ""
    return named or generic(product.name, version)

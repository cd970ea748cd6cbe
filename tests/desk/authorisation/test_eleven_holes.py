"""The eleven classes of holes that DefectDojo mended, each by its name, asked of this desk.

They are the list at the head of ``unittests/test_permissions_audit.py`` of DefectDojo 3.x. What has no counterpart here
(benchmarks, questionnaires, Jira) is asked of the nearest thing that the desk has. The matrix of ``pages`` and
``operations`` asks most of it too; here it can be read one by one.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from desk import scan_results
from desk.authorisation import world as worlds
from desk.authorisation.asking import Answer, ask
from desk.authorisation.expected import NOBODY
from desk.authorisation.operations import OPERATIONS
from desk.authorisation.pages import LINKED_PAGES, TEAM_PAGES
from desk.authorisation.test_pages_of_a_team import address, body
from desk.authorisation.world import Side, World
from troth_desk.cases import actions
from troth_desk.cases.models import Case, Embargo
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Role
from troth_desk.people.scopes import SCOPES
from troth_desk.tenants import scope

pytestmark = pytest.mark.django_db
NOTED = {"people_apikey"}


def as_owner(world: World, path: str, given: dict[str, Any] | None = None) -> Answer:
    return ask(world.browsers["owner"], "GET" if given is None else "POST", path, given)


def as_program(key: str, path: str, given: Any = None) -> Answer:
    headers = {"Authorization": f"Bearer {key}"}
    if given is None:
        return ask(Client(), "GET", path, headers=headers)
    return ask(Client(), "POST", path, given, headers=headers, content_type="application/json")


def refused(answer: Answer) -> bool:
    return answer.status in {404, 422} and not answer.written - NOTED


@pytest.fixture(scope="module")
def whole_key(world: World) -> str:
    return str(worlds.key(world, list(SCOPES))[1])


def test_1_data_of_others_inside_an_answer(world: World, whole_key: str) -> None:
    """Risk acceptances told along with a finding: an answer tells nothing along that its reader may not ask for."""
    case = world.own.value("asked")
    with scope.inside(world.own.organisation):
        merged = Case.objects.select_related("project__organisation").get(reference=world.own.value("held"))
        original = Case.objects.get(reference=case)
    told = as_program(whole_key, f"/api/v1/cases/{case}").content.decode()
    page = ask(Client(), "GET", f"/case/harbour/{world.own.value('token')}/").content.decode()
    vendors = ask(Client(), "GET", f"/case/harbour/{world.own.value('token of a vendor')}/")
    assert vendors.status == 200
    for said in (told, page, vendors.content.decode()):
        for secret in ("SECRET-NOTE", "link_digest", "stored_as", "sessionid"):
            assert secret not in said
    for secret in (world.own.value("token"), world.own.value("token that was replaced")):
        assert secret not in told
    for outside in (page, vendors.content.decode()):  # the team's programs may read contacts, people outside may not
        assert "left@example.org" not in outside
        assert "vendor@example.org" not in outside
    with scope.inside(world.own.organisation), worlds.taken_back():
        actions.merge(merged, original, by=SYSTEM, at=worlds.NOW)
        theirs = ask(Client(), "GET", f"/case/harbour/{world.own.value('token of held')}/").content.decode()
        assert merged.reference in theirs
        assert original.title not in theirs, "who reported a duplicate reads nothing of the other report"
        assert worlds.WORDS["asked"] not in theirs


def test_2_bulk_writes_look_at_every_parent(world: World) -> None:
    """Metadata in a batch: one foreign id among one's own spoils the whole of it."""
    own, foreign = world.own, world.foreign
    for report in (foreign.value("collected"), own.value("collected").replace(":", ":0", 1), "1", ""):
        given = {"report": report, "record": "It went out."}
        assert refused(as_owner(world, "/o/harbour/reports/sent/", given)), report
    both = {"name": "security team", "members": [own.value("membership"), foreign.value("membership")]}
    assert refused(as_owner(world, "/o/harbour/settings/groups/set/", both))
    sent = {"report": own.value("collected"), "record": "It went out."}
    assert ask(world.browsers["auditor"], "POST", "/o/harbour/reports/sent/", sent).status == 403


@pytest.mark.parametrize("kind", ["duties/{duty}/", "calls/{call}/", "participants/{participant}/leave/",
                                  "participants/{participant}/link/", "files/{file}/"])  # fmt: skip
def test_3_a_nested_id_belongs_to_its_parent(world: World, kind: str) -> None:
    """A note removed by way of another finding: what stands below a case is of that case."""
    given = {"outcome": "done", "record": "Done."}
    for side in (world.sibling, world.foreign):
        path = f"/o/harbour/cases/{world.own.value('reference')}/{kind.format(**side.values)}"
        assert as_owner(world, path).status == 404
        if not kind.startswith("files"):
            assert refused(as_owner(world, path, given))


def test_3_of_programs(world: World, whole_key: str) -> None:
    for side in (world.sibling, world.foreign):
        path = f"/api/v1/cases/{world.own.value('reference')}/duties/{side.value('duty')}"
        assert refused(as_program(whole_key, path, {"record": "Done."}))


def test_4_an_id_in_the_body_is_of_the_same_owner(world: World, whole_key: str) -> None:
    """A benchmark of another product: references, members and projects in a body are one's own."""
    case, foreign = world.own.value("reference"), world.foreign
    at, api = f"/o/harbour/cases/{case}/", f"/api/v1/cases/{case}/"
    theirs, member = foreign.value("reference"), foreign.value("membership")
    assert refused(as_owner(world, f"{at}merge/", {"original": theirs}))
    assert refused(as_owner(world, f"{at}assign/", {"member": member}))
    assert refused(as_owner(world, f"{at}hold/", {"held": "doubtful", "reason": "As before", "resembles": theirs}))
    assert refused(as_program(whole_key, f"{api}merge", {"original": theirs}))
    assert refused(as_program(whole_key, f"{api}owner", {"member": member}))
    assert refused(as_program(whole_key, f"{api}moves", {"to": "duplicate", "duplicate_of": theirs}))


def test_5_every_part_of_an_address_fits_the_others(world: World) -> None:
    """An object and a tool of different products: parent and child of an address are looked at together."""
    own, sibling = world.own, world.sibling
    for path in (
        f"/o/harbour/scans/harbour/{sibling.value('scan')}/",
        f"/o/harbour/scans/annex/{own.value('scan')}/",
        f"/o/harbour/policies/harbour/1/text/{sibling.value('text')}/",
        f"/o/harbour/policies/annex/3/text/{own.value('text')}/",
        f"/o/lighthouse/cases/{own.value('reference')}/",
        f"/o/lighthouse/policies/harbour/1/text/{own.value('text')}/",
    ):
        assert as_owner(world, path).status == 404, path


def test_6_an_agreement_is_made_for_its_own_case(world: World) -> None:
    """Risk acceptances across engagements: whoever agrees to keep silent agrees for the case of their link."""
    answer = {"answer": "agree"}
    with worlds.taken_back(), scope.inside(world.own.organisation):
        before = dict(Embargo.objects.exclude(case__reference=world.own.value("asked")).values_list("pk", "state"))
        path = f"/case/harbour/{world.own.value('token')}/embargo/"
        assert Client().post(path + f"?case={world.own.value('proposed')}", answer).status_code == 302
        after = dict(Embargo.objects.exclude(case__reference=world.own.value("asked")).values_list("pk", "state"))
        assert before == after
        assert Embargo.objects.get(case__reference=world.own.value("asked")).state == "active"
    assert refused(ask(Client(), "POST", f"/case/lighthouse/{world.own.value('token')}/embargo/", answer))
    assert refused(
        as_owner(world, f"/o/harbour/cases/{world.foreign.value('proposed')}/embargo/answer/", {"agree": "yes"})
    )


def test_7_settings_are_those_of_one_s_own_organisation(world: World) -> None:
    """Presets of another product: each row of the settings is looked up within the organisation of the address."""
    foreign = world.foreign
    for path in ("settings/calendar/{holiday}/remove/", "settings/people/{spare}/", "settings/people/{spare}/end/",
                 "settings/people/invitations/{invitation}/revoke/", "settings/keys/{key}/revoke/",
                 "views/{view}/give-up/", "notices/{notice}/read/", "notices/mail/{delivery}/again/"):  # fmt: skip
        where = "/o/harbour/" + path.format(**{name.replace(" ", "_"): value for name, value in foreign.values.items()})
        assert refused(as_owner(world, where, {"role": "owner"})), where


def test_8_what_a_reporter_filled_in_is_read_by_their_own_link(world: World) -> None:
    """Questionnaires across engagements: report, receipt and answers are found by the secret, never by a number."""
    own = world.own
    for page in LINKED_PAGES:
        for token in (
            own.value("asked"),
            own.value("participant"),
            "1",
            f"{own.value('token')}x",
            own.value("token")[:-1],
        ):
            path = page.address.replace("<slug:organisation>", "harbour").replace("<slug:token>", str(token))
            for method in ("GET", "POST"):
                assert ask(Client(), method, path, dict(page.body)).status in {404, 405}
    envelope = ask(Client(), "GET", f"/case/harbour/{own.value('token')}/receipt.json")
    assert envelope.status == 200
    assert own.value("asked") in envelope.response["Content-Disposition"]


def test_9_lists_to_choose_from_hold_one_s_own(world: World) -> None:
    """Templates of everybody: what a form offers, a page lists or a rule compares with is of one organisation."""
    theirs = [world.foreign.value("reference"), "spare-lighthouse@example.org", "keeper@example.org", "lamp"]
    for page in TEAM_PAGES:
        if page.get == NOBODY:
            continue
        answer = ask(world.browsers["owner"], "GET", address(page, world, "owner"))
        for word in theirs:
            assert word.encode() not in answer.content, (page.address, word)
    with worlds.taken_back():  # the same words in another organisation: nobody is told that somebody else has them
        words = {"title": "Finding about case in lamp", "description": worlds.WORDS["case"] + " Found in lamp.",
                 "steps": "1.", "impact": "All", "project": "harbour/harbour"}  # fmt: skip
        kept = Client().post("/api/v1/reports", words, content_type="application/json").json()
        with scope.inside(world.own.organisation):
            made = Case.objects.get(reference=kept["id"])
            assert made.resembles is None or made.resembles.organisation_id == made.organisation_id
            assert world.foreign.value("reference") not in made.held_reason


def test_10_who_reads_triggers_nothing(world: World) -> None:
    """A reader who could start an update: no request of an auditor, and none of a key that reads, writes anything."""
    for page in TEAM_PAGES:
        if page.post != NOBODY:
            answer = ask(world.browsers["auditor"], "POST", address(page, world, "auditor"), body(page, world.own))
            assert (answer.status, answer.written) == (403, frozenset()), page.address
    reading = str(worlds.key(world, [name for name in SCOPES if name.endswith(":read")])[1])
    for one in OPERATIONS:
        if one.method == "POST" and one.scope:
            path = one.path.format(reference=world.own.value("reference"), number=1, project="harbour")
            answer = as_program(reading, path, {})
            assert (answer.status, answer.written - NOTED) == (403, frozenset()), path


def test_11_no_address_is_written_to_by_reading_it(world: World) -> None:
    """An act that a mode of the page should have guarded: what a form does is done by a form, sent with its token."""
    for page in (*TEAM_PAGES, *LINKED_PAGES):
        if page.post == NOBODY:
            continue
        linked = page in LINKED_PAGES
        where = (
            f"/case/harbour/{world.own.value('token')}/" + page.address.rpartition("<slug:token>/")[2]
            if linked
            else address(page, world, "owner")
        )
        given = dict(page.body) if linked else body(page, world.own)
        read = ask(world.browsers["owner"], "GET", where, given)
        assert not read.written, (page.address, read.status, read.written)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = world.browsers["owner"].cookies
        unasked = ask(strict, "POST", where, given, headers={"Origin": "https://elsewhere.example"})
        assert (unasked.status, unasked.written) == (403, frozenset()), (page.address, unasked.status)


def test_an_import_goes_into_one_s_own_project(world: World, whole_key: str) -> None:
    """Of the same list of the issue: results and policies are taken into projects of the key alone."""
    result = scan_results.check(worlds.AT)
    for project in ("lamp", "lighthouse/lamp", "../lamp", "", "nothing"):
        pushed = json.loads(scan_results.push(result, project=project))
        answer = as_program(whole_key, "/api/v1/scans", pushed)
        assert answer.status == 404, (project, answer.status)
        assert not answer.written - NOTED
    assert refused(as_program(whole_key, "/api/v1/policies/lamp", {"texts": {"SECURITY.md": "# Policy\n\nNone.\n"}}))


def test_a_report_is_found_by_its_reference_in_one_s_own_organisation_alone(world: World, whole_key: str) -> None:
    for side in (world.foreign,):
        reference = side.value("reference")
        assert as_owner(world, f"/o/harbour/cases/{reference}/").status == 404
        assert as_program(whole_key, f"/api/v1/cases/{reference}").status == 404
        assert reference.encode() not in as_owner(world, f"/o/harbour/cases/?show=all&q={reference}").content.replace(
            f'value="{reference}"'.encode(), b""
        ).replace(f"q={reference}".encode(), b"")
        assert as_program(whole_key, f"/api/v1/cases?text={reference}").response.json()["cases"] == []
        assert as_owner(world, f"/o/harbour/settings/audit/?subject=case:{reference}").content.count(b"<tr") <= 1


def test_a_file_is_downloaded_by_members_of_its_case_s_organisation(world: World) -> None:
    for side in (world.own, world.sibling):
        path = f"/o/harbour/cases/{side.value('reference')}/files/{side.value('file')}/"
        assert ask(world.browsers["auditor"], "GET", path).content == b"proof of concept"
    path = f"/o/{{}}/cases/{world.foreign.value('reference')}/files/{world.foreign.value('file')}/"
    assert as_owner(world, path.format("harbour")).status == 404
    assert as_owner(world, path.format("lighthouse")).status == 404
    assert ask(Client(), "GET", path.format("lighthouse")).login


def test_who_has_to_set_up_a_second_factor_sees_nothing_before(world: World) -> None:
    with worlds.taken_back(), scope.inside(world.own.organisation):
        worlds.ask_for_a_second_factor(world.own)
        for page in TEAM_PAGES:
            for method, roles in (("GET", page.get), ("POST", page.post)):
                if roles:
                    given = body(page, world.own) if method == "POST" else None
                    answer = ask(world.browsers["owner"], method, address(page, world, "owner"), given)
                    assert (answer.status, answer.location) == (302, "/accounts/2fa/"), (method, page.address)


def sides(world: World) -> tuple[Side, ...]:
    return world.own, world.sibling, world.foreign


def test_the_world_has_people_of_every_role(world: World) -> None:
    """What the tests above stand on."""
    assert set(world.members) == set(Role)
    assert len({side.value("reference") for side in sides(world)}) == 3

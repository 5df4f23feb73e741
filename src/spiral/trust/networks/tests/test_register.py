"""The register's pages: complete, alphabetical, a constant number of queries."""

import pytest

from spiral.trust.access.viewer import viewer_of
from spiral.trust.networks.actions import slug
from spiral.trust.networks.models import Municipality, Unit


@pytest.mark.parametrize(
    ("url", "queries"), [("/register/kommuner/", 1), ("/register/huvudman/", 1), ("/register/enheter/", 1)]
)
def test_a_list_costs_one_query(url: str, queries: int, client, db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_reads_well_with_one_row_and_with_three(count: int, read, db: None) -> None:
    codes = list(Municipality.objects.filter(in_region=True).values_list("code", flat=True)[:count])
    Municipality.objects.exclude(code__in=codes).update(in_region=False)
    heading = read("/register/kommuner/").xpath("string(//h1)")
    assert heading == ("En kommun" if count == 1 else "3 kommuner")


def test_the_network_has_its_fifteen_municipalities(db: None) -> None:
    assert Municipality.objects.filter(in_region=True).count() == 15
    assert Unit.objects.filter(municipality__in_region=True).count() > 250


def test_every_owner_page_opens(read, client) -> None:
    for link in read("/register/huvudman/").xpath('//ul[contains(@class,"list")]//a/@href'):
        assert client.get(link).status_code == 200


def test_addresses_survive_any_mail_program() -> None:
    assert slug("Götene") == "gotene"
    assert slug("Upplands-Bro / Håbo") == "upplands-bro-habo"


# Lineage -------------------------------------------------------------------------------------------------------------
def test_merged_split_renamed_and_closed_units_know_where_they_came_from(person, client, read) -> None:
    from datetime import date

    from django.utils import translation

    from spiral.trust.networks import actions

    leader = person("samordnare")
    one, two, three = Unit.objects.filter(municipality_id="1470").order_by("name")[:3]
    with translation.override("sv"):
        facts = dict(others=[two.code], after=[three.code], by=viewer_of(leader))  # noqa: C408
        change = actions.tell_change(one.code, "merged", date(2024, 7, 1), **facts)
        assert actions.tell_change(one.code, "merged", date(2024, 7, 1), **facts) == change
    page = read(f"/register/enheter/{three.code}/")
    assert page.xpath("string(//h1)") == f"{three.name} har föregångare"
    assert page.xpath("//h2[@id='fore']/following-sibling::ul//a/@href") == [
        f"/register/enheter/{u.code}/" for u in sorted((one, two), key=lambda u: u.name)
    ]
    assert f"{one.name} och {two.name} slogs ihop till {three.name}." in " ".join(page.xpath("string(//main)").split())
    assert read(f"/register/enheter/{two.code}/").xpath("//h2[@id='efter']/following-sibling::ul//a/text()") == [
        three.name
    ]
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    url = f"/register/enheter/{two.code}/forandring/"
    wrong = client.post(url, {"kind": "split", "on": "2025-07-01", "after_words": "Bara en"})
    assert wrong.status_code == 422
    assert "En delning är minst två enheter efter." in wrong.content.decode()
    assert client.post(url, {"kind": "split", "on": "2025-07-01", "after_words": "Norra, Södra"}).status_code == 302
    assert client.post(url, {"kind": "closed", "on": "2026-07-01"}).status_code == 302
    assert client.post(url, {"kind": "renamed", "on": "2020-07-01", "others_words": "Gamla"}).status_code == 302
    text = " ".join(read(f"/register/enheter/{two.code}/").xpath("string(//main)").split())
    for said in (f"{two.name} delades i Norra och Södra.", f"{two.name} lades ned.", f"Gamla heter nu {two.name}."):
        assert said in text
    assert client.post(url, {"kind": "strunt", "on": "2025-07-01"}).status_code == 422
    assert len(read("/register/forandringar/").xpath("//ul[contains(@class, 'list')]/li")) == 4
    asked = client.post(f"{url}{change.pk}/ta-bort/", headers={"accept-language": "sv"})
    assert "Den försvinner för alla som läser registret" in asked.content.decode()
    assert type(change).objects.filter(pk=change.pk).exists()
    client.post(f"{url}{change.pk}/ta-bort/", {"confirmed": "1"})
    assert read("/register/forandringar/").xpath("string(//h1)") == "3 förändringar av skolenheter"


def test_a_cross_network_is_of_two_and_names_are_not_shared(person, client) -> None:
    from spiral.trust.networks.models import Network

    client.force_login(person("samordnare"), backend="django.contrib.auth.backends.ModelBackend")
    form = {"name": "Språk (prov)", "kind": "network"}
    client.post("/register/natverk/nytt/", form)
    client.post("/register/natverk/nytt/", form | {"name": "Matte (prov)"})
    first, second = Network.objects.order_by("-name")
    answer = client.post("/register/natverk/nytt/", form, headers={"accept-language": "sv"})
    assert "Ett annat nätverk heter så." in answer.content.decode()
    cross = form | {"name": "Över (prov)", "kind": "cross", "members": [str(first.pk)]}
    answer = client.post("/register/natverk/nytt/", cross, headers={"accept-language": "sv"})
    assert "Ett tvärnätverk är minst två nätverk." in answer.content.decode()
    client.post("/register/natverk/nytt/", cross | {"members": [str(first.pk), str(second.pk)]})
    client.post("/register/natverk/nytt/", {"name": "Grupp (prov)", "kind": "workgroup", "parent": str(first.pk)})
    assert Network.objects.get(name="Över (prov)").members.count() == 2
    assert Network.objects.get(name="Grupp (prov)").parent == first

"""The register's pages: complete, alphabetical, a constant number of queries."""

import pytest

from spiral.apps.networks.actions import slug
from spiral.apps.networks.models import Municipality, Unit


@pytest.mark.parametrize(
    ("url", "queries"), [("/register/kommuner/", 1), ("/register/huvudman/", 1), ("/register/enheter/", 1)]
)
def test_a_list_costs_one_query(url: str, queries: int, client, db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("kept", [1, 3])
def test_a_list_reads_well_with_one_row_and_with_three(kept: int, read, db: None) -> None:
    codes = list(Municipality.objects.filter(in_region=True).values_list("code", flat=True)[:kept])
    Municipality.objects.exclude(code__in=codes).update(in_region=False)
    heading = read("/register/kommuner/").xpath("string(//h1)")
    assert heading == ("En kommun" if kept == 1 else "3 kommuner")


def test_the_network_has_its_fifteen_municipalities(db: None) -> None:
    assert Municipality.objects.filter(in_region=True).count() == 15
    assert Unit.objects.filter(municipality__in_region=True).count() > 250


def test_every_owner_page_opens(read, client) -> None:
    for link in read("/register/huvudman/").xpath('//ul[contains(@class,"lista")]//a/@href'):
        assert client.get(link).status_code == 200


def test_addresses_survive_any_mail_program() -> None:
    assert slug("Götene") == "gotene"
    assert slug("Upplands-Bro / Håbo") == "upplands-bro-habo"

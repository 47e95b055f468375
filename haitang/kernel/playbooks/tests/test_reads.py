"""Reading the house costs next to nothing."""

import pytest

from haitang.kernel.playbooks.api import apply, compiled_many, holding, plan
from haitang.kernel.registry.models import Region

pytestmark = pytest.mark.usefixtures("deeds")
TEXT = "haitang: 1\nplaybook: county\ndeeds: {visit: {label: {zh: 走访, en: Visit}}}\n"


@pytest.fixture
def version(deeds, write, county, house_itself):
    return apply(plan(write("county", main=TEXT), at=county), actor=house_itself)


@pytest.mark.usefixtures("version")
def test_a_house_costs_one_query_and_none_with_the_revision_known(county, town, django_assert_num_queries):
    holding(county)
    with django_assert_num_queries(1):
        holding(town)
    revision = Region.objects.get(pk=county.region_id).revision
    holding(county, revision=revision)
    with django_assert_num_queries(0):
        assert holding(town, revision=revision).name == "county"


def test_a_page_of_versions_costs_one_query(version, county, django_assert_num_queries):
    holding(county)
    with django_assert_num_queries(1):
        assert [house.name for house in compiled_many([version.pk, version.pk]).values()] == ["county"]

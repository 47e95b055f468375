from django.core.checks import Tags, registry
from django.db import connection

from haitang.kernel.registry.checks import contact_key_fits
from haitang.kernel.registry.models import Region


def test_a_lost_contact_key_is_said_before_anyone_misses_a_number(county, settings):
    assert contact_key_fits(databases=["default"]) == []
    settings.CONTACT_KEY = "another"
    (error,) = contact_key_fits(databases=["default"])
    assert error.id == "haitang.E010"
    assert "haixi" in error.msg
    assert "contact_key.secret" in error.hint


def test_a_region_without_a_canary_tells_nothing(county, settings):
    Region.objects.update(canary=b"")
    settings.CONTACT_KEY = "another"
    assert contact_key_fits(databases=["default"]) == []


def test_before_the_first_migration_and_without_a_database_there_is_nothing_to_check(db):
    assert contact_key_fits() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_region RENAME TO away")
    assert contact_key_fits(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE away RENAME TO registry_region")


def test_the_check_runs_with_those_of_databases():
    checks = registry.registry.get_checks(include_deployment_checks=False)
    assert contact_key_fits in checks
    assert Tags.database in contact_key_fits.tags

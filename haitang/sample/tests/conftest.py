import shutil
from datetime import datetime, time
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from haitang.lib import clock
from haitang.sample.county import ensure_county

INVENTED = Path(__file__).parent / "invented"


def shelve(folder: Path) -> Path:
    """A copy of the invented county's playbook, the only one on its shelf."""
    return Path(shutil.copytree(INVENTED, folder / "playbooks" / "invented"))


@pytest.fixture
def shelf(tmp_path, settings):
    """The shelf for one test, to be edited."""
    folder = shelve(tmp_path)
    settings.PLAYBOOKS = folder.parent
    return folder


@pytest.fixture(scope="module")
def midday():
    """Noon of today, from where time goes on: no county is grown before midnight and tested after it."""
    noon = datetime.combine(clock.today(), time(12), clock.ZONE)
    with time_machine.travel(noon):
        yield


@pytest.fixture(scope="module")
def grown(midday, django_db_setup, django_db_blocker, tmp_path_factory):
    """The invented county, grown once for a whole file and rolled back after it."""
    folder = shelve(tmp_path_factory.mktemp("shelf"))
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PLAYBOOKS=folder.parent):
            yield ensure_county(size="tiny"), folder
        transaction.set_rollback(True)


@pytest.fixture
def sample_house(settings):
    """A house with the sample part installed, as HAITANG_SAMPLE=1 has it."""
    settings.INSTALLED_APPS = [*dict.fromkeys([*django_settings.INSTALLED_APPS, "haitang.sample"])]
    settings.ROOT_URLCONF = "haitang.project.tests.sample_urls"
    return settings

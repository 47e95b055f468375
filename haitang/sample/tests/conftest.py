import pytest
from django.conf import settings as django_settings


@pytest.fixture
def sample_house(settings):
    """A house with the sample part installed, as HAITANG_SAMPLE=1 has it."""
    settings.INSTALLED_APPS = [*dict.fromkeys([*django_settings.INSTALLED_APPS, "haitang.sample"])]
    settings.ROOT_URLCONF = "haitang.project.tests.sample_urls"
    return settings

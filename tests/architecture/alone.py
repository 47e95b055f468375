"""Settings with the kernel, ``ui`` and one desk, named by ``HAITANG_DESK``: a desk must stand alone."""

import os

from haitang.project.settings import *  # noqa: F403 -- settings built on settings
from haitang.project.settings import INSTALLED_APPS

DESK = os.environ["HAITANG_DESK"]
ABSENT = ("haitang.web", "haitang.api", "haitang.sample", "haitang.desks.", "haitang.project")
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(ABSENT)] + [f"haitang.desks.{DESK}"]
ROOT_URLCONF = "tests.architecture.alone_urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}

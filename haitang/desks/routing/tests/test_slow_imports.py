"""Pages and commands begin without what only learning needs."""

import subprocess
import sys

import pytest

ASKED = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "haitang.project.settings"
django.setup()
import haitang.desks.routing.cli, haitang.desks.routing.jobs, haitang.desks.routing.urls
print([name for name in ("numpy", "scipy", "sklearn") if name in sys.modules])
"""


@pytest.mark.slow(reason="needs an interpreter of its own")
def test_nothing_of_the_learner_is_imported_before_it_is_needed():
    told = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"

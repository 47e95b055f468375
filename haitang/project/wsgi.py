"""The WSGI entry for granian."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.project.settings")
application = get_wsgi_application()
# The views too, before anybody asks for them.
_ = get_resolver().url_patterns
# What was loaded stays for good: the collector of cycles need not look through it again and again, nor as
# often as in a program that makes cycles by the hundred.
gc.freeze()
gc.set_threshold(20_000, 20, 20)

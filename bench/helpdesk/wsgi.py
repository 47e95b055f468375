"""The WSGI entry for granian, the same server that ours runs on."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

"""The WSGI application that serves pages and the API."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

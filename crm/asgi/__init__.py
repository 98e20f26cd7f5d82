"""The front of the web process: live sockets are answered here, the rest by Django's WSGI.

Never Django's own ASGI handler, which costs more (docs/decisions/0003-serving.md). The server
is told `crm.asgi.front:application`.
"""

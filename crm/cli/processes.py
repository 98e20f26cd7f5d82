"""The two kinds of process the product is made of."""

import argparse
import threading

from crm.cli import ground

DEFAULT_PORT = 8000
SECONDS_TO_FINISH_REQUESTS = 10


def address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="the interface to listen on (%(default)s)"
    )
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="the port to listen on (%(default)s)"
    )


def web(options: argparse.Namespace) -> None:
    """Pages, API and live updates, until told to stop."""
    ground.answer_at(options.host, options.port)
    with ground.django(options.data):
        import uvicorn
        from django.conf import settings

        proxies: list[str] = settings.TRUSTED_PROXIES
        uvicorn.run(
            "crm.asgi.front:application",
            host=options.host,
            port=options.port,
            loop="uvloop",
            http="httptools",
            ws="websockets-sansio",
            ws_per_message_deflate=False,  # a few hundred bytes are not worth 300 KB a page
            ws_max_size=4096,  # pages only listen
            lifespan="on",
            log_config=None,  # the product's own logging, from settings
            log_level="warning",
            access_log=False,
            server_header=False,
            # Whoever may set these headers may pretend to be any address.
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
            timeout_graceful_shutdown=SECONDS_TO_FINISH_REQUESTS,
        )


def worker(options: argparse.Namespace) -> None:
    """Jobs, schedules, webhooks and the activity log's pump and readers, until told to stop."""
    with ground.django(options.data):
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        from crm.activity import worker as activity
        from crm.wiring import send_webhooks, watch_configuration

        stop = threading.Event()
        threads = [
            threading.Thread(target=activity.run, args=(stop,), name="activity"),
            threading.Thread(target=watch_configuration, args=(stop,), name="configuration"),
            threading.Thread(target=send_webhooks, args=(stop,), name="webhooks"),
        ]
        for thread in threads:
            thread.start()
        try:
            assert isinstance(app.connector, DjangoConnector)
            # Never replace_connector: what a rule queues here, in a listener or a job, must
            # still go through Django's connection and commit with the rule's own rows.
            ready = app.with_connector(app.connector.get_worker_connector())
            ready.run_worker(shutdown_graceful_timeout=SECONDS_TO_FINISH_REQUESTS)
        finally:
            stop.set()
            for thread in threads:
                thread.join()

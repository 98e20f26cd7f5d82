"""The bridge between the server and Django: what goes in, what comes out, what is refused."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from crm.asgi.bridge import AT_ONCE, Bridge

LONGEST = 1_000


def echo(environ, start_response):
    """Answer with what was asked."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1")])
    return [body]


@pytest.fixture
def call():
    """Put one request through the bridge; the messages it sent."""
    pool = ThreadPoolExecutor(1)

    def through(application, *messages, headers=(), method="POST"):
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "raw_path": b"/caf%C3%A9",
            "query_string": b"a=1",
            "headers": list(headers),
            "server": ("localhost", 80),
            "client": ("10.0.0.9", 5000),
        }
        incoming, sent = iter(messages), []

        async def receive():
            return next(incoming)

        async def send(message):
            sent.append(message)

        bridge = Bridge(application, pool, longest_body=LONGEST, too_long=b'{"status": 413}')
        asyncio.run(bridge(scope, receive, send))
        return sent

    yield through
    pool.shutdown()


def part(body, *, more=False):
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_in_parts_arrives_whole_and_the_answer_leaves_in_one_piece(call):
    start, body = call(echo, part(b"a", more=True), part(b"b"))
    assert start["status"] == 200
    assert start["headers"] == [
        (b"content-type", b"text/plain"),
        (b"set-cookie", b"a=1"),
        (b"content-length", b"2"),
    ]
    assert body == {"type": "http.response.body", "body": b"ab"}


def test_the_environ_is_what_pep_3333_says(call):
    seen = {}

    def application(environ, start_response):
        seen.update(environ)
        return echo(environ, start_response)

    headers = [
        (b"content-type", b"text/plain"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x-tag", b"one"),
        (b"x-tag", b"two"),
        (b"x_forwarded_for", b"1.2.3.4"),
    ]
    call(application, part(b"abc"), headers=headers)
    assert seen["PATH_INFO"] == "/café".encode().decode("latin-1")
    assert (seen["QUERY_STRING"], seen["REMOTE_ADDR"]) == ("a=1", "10.0.0.9")
    assert (seen["CONTENT_TYPE"], seen["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert (seen["HTTP_COOKIE"], seen["HTTP_X_TAG"]) == ("a=1; b=2", "one,two")
    assert "HTTP_X_FORWARDED_FOR" not in seen


def test_an_answer_without_a_body_gets_no_length(call):
    def application(environ, start_response):
        start_response("304 Not Modified", [])
        return []

    assert call(application, part(b""))[0]["headers"] == []


def test_a_long_answer_is_streamed_and_closed(call):
    closed = []

    class Export:
        def __iter__(self):
            yield from [b"x" * AT_ONCE, b"y", b"z"]

        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("200 OK", [])
        return Export()

    start, *parts, end = call(application, part(b""))
    assert (start["status"], closed) == (200, [True])
    assert b"".join(piece["body"] for piece in parts) == b"x" * AT_ONCE + b"yz"
    assert end == {"type": "http.response.body"}


def test_a_body_announced_too_long_is_refused_before_it_is_read(call):
    length = [(b"content-length", b"10000000")]
    messages = [part(b"x" * 600, more=True)] * 3 + [part(b"")]
    start, body, end = call(echo, *messages, headers=length)
    assert (start["status"], body["body"]) == (413, b'{"status": 413}')
    assert (b"connection", b"close") in start["headers"]
    assert end == {"type": "http.response.body"}


def test_a_body_that_grows_too_long_is_refused_then(call):
    start, _body, _end = call(echo, part(b"x" * 600, more=True), part(b"x" * 600))
    assert start["status"] == 413


def test_a_caller_who_hangs_up_is_not_answered(call):
    assert call(echo, part(b"a", more=True), {"type": "http.disconnect"}) == []

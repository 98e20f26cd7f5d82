"""One POST over a real socket, whatever the receiver does."""

import time
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crm.integrations.outgoing.posting import MOST_KEPT, post
from crm.integrations.tests import receiver
from crm.integrations.tests.receiver import answers, receiving
from crm.lib import clock


@pytest.fixture
def server():
    with receiving() as listening:
        yield listening


def send(url, *, inside=True, seconds=2.0):
    return post(url, b'{"a": 1}', {"webhook-id": "1"}, seconds=seconds, inside=inside)


def test_what_is_sent_arrives_and_the_answer_comes_back(server):
    answer = send(f"{server.url}?key=1")
    assert (answer.code, answer.text, answer.error, answer.is_success) == (200, "thanks", "", True)
    (got,) = server.got
    assert (got.path, got.body, got.headers["webhook-id"]) == ("/hooks?key=1", b'{"a": 1}', "1")
    assert got.headers["host"] == server.url.split("/")[2]


@pytest.mark.parametrize("code", [400, 404, 410, 429, 500, 503])
def test_another_code_is_no_success(server, code):
    server.behave = answers(code, b"no")
    answer = send(server.url)
    assert (answer.code, answer.text, answer.is_success) == (code, "no", False)


def test_a_redirect_is_not_followed(server):
    server.behave = answers(307, Location=f"{server.url}/elsewhere")
    answer = send(server.url)
    assert (answer.code, answer.is_success, len(server.got)) == (307, False, 1)


def test_a_body_without_end_is_read_as_far_as_it_is_kept(server):
    server.behave = receiver.never_ends
    answer = send(server.url)
    assert (answer.code, len(answer.text)) == (200, MOST_KEPT)


def test_what_no_text_can_hold_is_left_out(server):
    server.behave = answers(200, b"a\0\xffb")
    assert send(server.url).text == "a\ufffdb"


@pytest.mark.parametrize("behave", [receiver.says_nothing, receiver.trickles])
def test_a_slow_receiver_is_left_at_the_deadline(server, behave):
    server.behave = behave
    began = time.monotonic()
    answer = send(server.url, seconds=0.4)
    assert time.monotonic() - began < 2
    assert (answer.code, answer.error) == (None, "No whole answer within 0.4 seconds.")


def test_a_receiver_that_hangs_up_is_an_answer_too(server):
    server.behave = receiver.hangs_up
    answer = send(server.url)
    assert answer.code is None
    assert "RemoteDisconnected" in answer.error


def test_nobody_there_is_an_answer_too(server):
    answer = send("http://localhost:9/")
    assert (answer.code, "ConnectionRefusedError" in answer.error) == (None, True)


def test_inside_is_refused_unless_configuration_says_otherwise(server):
    answer = send(server.url.replace("http:", "https:"), inside=False)
    assert (answer.code, "inside a network" in answer.error) == (None, True)
    assert server.got == []


@pytest.fixture
def certificate(tmp_path):
    """For localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_https_goes_to_the_name_the_certificate_is_for(certificate, monkeypatch):
    with receiving(certificate) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert send(server.url).code == 200
        wrong = send(server.url.replace("localhost", "127.0.0.1"))
        assert (wrong.code, "certificate" in wrong.error.lower()) == (None, True)


def test_https_with_a_certificate_nobody_vouches_for_is_refused(certificate):
    with receiving(certificate) as server:
        answer = send(server.url)
        assert (answer.code, "CERTIFICATE_VERIFY_FAILED" in answer.error) == (None, True)
        assert server.got == []

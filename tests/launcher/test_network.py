"""Ports that are free or not, servers that answer or not, and the names a site goes by."""

import socket

import pytest

from launcher import network
from launcher.refusal import Refusal


def test_a_free_port_is_accepted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    network.refuse_taken_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Refusal, match="bukan milik mesin ini"):
        network.refuse_taken_port("192.0.2.1", 8112)


def test_a_database_that_does_not_answer_is_refused_with_its_variable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Refusal, match=f"DATABASE_URL: server di 127.0.0.1:{port} tidak menjawab"):
        network.refuse_silent_server("DATABASE_URL", f"postgres://cad@127.0.0.1:{port}/cad", 5432)


@pytest.mark.parametrize(("url", "given"), [("mysql://x", "mysql://"), ("localhost/cad", "tanpa skema")])
def test_a_database_of_another_kind_is_refused_with_the_scheme_as_the_problem(url: str, given: str) -> None:
    with pytest.raises(Refusal) as refused:
        network.refuse_other_scheme("DATABASE_URL", url, ("postgres", "postgresql"))
    words = f"DATABASE_URL: skema alamatnya ({given}) tidak didukung. Pakai postgres://…"
    assert str(refused.value).startswith(words)
    network.refuse_other_scheme("DATABASE_URL", "postgresql://x", ("postgres", "postgresql"))


def test_a_database_that_answers_is_accepted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        network.refuse_silent_server("REDIS_URL", f"redis://127.0.0.1:{port}/0", 6379)


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("127.0.0.1", "http://127.0.0.1:8112/"),
        ("0.0.0.0", "http://127.0.0.1:8112/"),
        ("10.1.2.3", "http://10.1.2.3:8112/"),
        ("::", "http://[::1]:8112/"),
    ],
)
def test_the_address_shown_can_be_opened_on_this_machine(host: str, site: str) -> None:
    assert network.address(host, 8112) == site


def test_a_site_open_to_the_network_answers_to_this_machines_name() -> None:
    assert socket.gethostname() in network.own_names("0.0.0.0")


def test_a_site_of_this_machine_only_answers_to_no_other_name() -> None:
    assert set(network.own_names("127.0.0.1")) == {"127.0.0.1", "localhost", "[::1]"}


def test_a_site_that_is_not_there_is_not_healthy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert not network.is_healthy(f"http://127.0.0.1:{port}/")

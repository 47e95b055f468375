import socket

import pytest

from haitang.lib.diagnostics import Refusal
from haitang.project.ports import answers, must_be_free, wait_until_it_answers


@pytest.fixture
def listener():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_refused_and_another_named(listener):
    with pytest.raises(Refusal, match=f"PORT={listener + 1}") as found:
        must_be_free("127.0.0.1", listener)
    assert found.value.code == "run.port-taken"


def test_a_free_port_passes():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    must_be_free("127.0.0.1", port)
    assert not answers("127.0.0.1", port)


def test_waiting_ends_when_there_is_no_more_point():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert not wait_until_it_answers("127.0.0.1", port, unless=lambda: True)

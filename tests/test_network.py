import socket

import pytest


def test_no_test_reaches_beyond_this_machine():
    # The plug-in warns as it refuses, and warnings are errors here.
    with pytest.raises(UserWarning, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)

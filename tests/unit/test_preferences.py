"""Which `Prefer` headers ask for an error."""

import pytest

from front_emulator.wire.preferences import error_status


@pytest.mark.parametrize(
    ("prefer", "status"),
    [
        ("code=429", 429),
        ("Code = 503", 503),
        ('code="404"', 404),
        ("respond-async, code=500", 500),
        ("dynamic=true; code=400; wait=1", 400),
        ("code=200", None),
        ("code=302", None),
        ("code=600", None),
        ("code=4290", None),
        ("code=", None),
        ("postcode=429", None),
        ("x-code=429", None),
        ("return=minimal", None),
        ("", None),
        (None, None),
    ],
)
def test_only_an_error_status_is_heeded(prefer: str | None, status: int | None) -> None:
    assert error_status(prefer) == status

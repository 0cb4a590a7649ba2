"""Front's seven error types.

Front page: dev.frontapp.com/docs/creating-a-custom-channel ("Sending messages")
"""

from front_emulator.domain.errors import InvalidSetting

STATUS_OF = {
    "bad_request": 400,
    "authentication_required": 401,
    "forbidden": 403,
    "not_found": 404,
    "request_timeout": 408,
    "too_many_requests": 429,
    "internal_error": 500,
}
"""The HTTP status that says the same, by error type."""


def check(error_type: str) -> None:
    """Raise `InvalidSetting` for what is no error type of Front's."""
    if error_type not in STATUS_OF:
        raise InvalidSetting(f"error: {error_type!r} is none of {', '.join(STATUS_OF)}")

"""The seven error types a custom channel may answer Front with.

From https://dev.frontapp.com/docs/creating-a-custom-channel
"""

from typing import Final, Literal

ErrorType = Literal[
    "bad_request",
    "authentication_required",
    "forbidden",
    "not_found",
    "request_timeout",
    "too_many_requests",
    "internal_error",
]

STATUS_OF: Final[dict[ErrorType, int]] = {
    "bad_request": 400,
    "authentication_required": 401,
    "forbidden": 403,
    "not_found": 404,
    "request_timeout": 408,
    "too_many_requests": 429,
    "internal_error": 500,
}


class Refusal(Exception):
    """A request we turn down.

    Front shows `message` to the teammate as the reason why the reply failed, so write it for a
    person, and put no secret into it.
    """

    def __init__(self, error_type: ErrorType, message: str) -> None:
        super().__init__(f"{error_type}: {message}")
        self.error_type: ErrorType = error_type
        self.message = message


def error_type_of(status: int) -> ErrorType:
    """The error type that says the same as an HTTP status: 404 is `not_found`."""
    for error_type, own_status in STATUS_OF.items():
        if own_status == status:
            return error_type
    return "internal_error" if status >= 500 else "bad_request"

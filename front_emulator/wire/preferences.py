"""What a request asks for of its own answer: `Prefer: code=429` (RFC 7240), as Prism reads it."""

import re

_CODE = re.compile(r"(?:^|[,;\s])code\s*=\s*\"?([45]\d\d)\"?(?=$|[,;\s])", re.IGNORECASE)


def error_status(prefer: str | None) -> int | None:
    """The error status that is preferred; None for whatever else, which is to be ignored."""
    found = None if prefer is None else _CODE.search(prefer)
    return None if found is None else int(found[1])

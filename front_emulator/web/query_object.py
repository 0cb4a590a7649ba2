"""The query object `q`, in both its spellings: `q[types][]=inbound` and `q={"types":["inbound"]}`.

Front page: dev.frontapp.com/docs/query-object-q
"""

import json
from typing import Any

from front_emulator.domain.errors import InvalidQuery
from front_emulator.web.call import Call


def texts(call: Call, name: str) -> list[str]:
    """The values of a list such as `statuses`; empty when it is not given.

    Raises `InvalidQuery`.
    """
    listed = _object(call).get(name, [])
    if not isinstance(listed, list):
        raise InvalidQuery(f"query.q.{name}: should be an array")
    return [*call.query.get(f"q[{name}]", []), *(str(value) for value in listed)]


def moment(call: Call, name: str) -> float | None:
    """A time such as `before`, in Unix seconds; None when it is not given.

    Raises `InvalidQuery`.
    """
    values = [*call.query.get(f"q[{name}]", []), _object(call).get(name)]
    given = next((value for value in values if value is not None), None)
    if given is None:
        return None
    try:
        return float(given)
    except (TypeError, ValueError) as error:
        raise InvalidQuery(f"query.q.{name}: should be a number") from error


def _object(call: Call) -> dict[str, Any]:
    text = call.query.get("q", [""])[-1]
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidQuery("query.q: should be an object") from error
    if not isinstance(found, dict):
        raise InvalidQuery("query.q: should be an object")
    return found

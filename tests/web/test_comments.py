"""Comments: what teammates say to each other."""

from typing import Any

import pytest

from tests.web.client import Api


def comment(api: Api, link: str, body: str = "Let me look", **fields: Any) -> dict[str, Any]:
    answer = api.call("POST", f"{link}/comments", json={"body": body, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_comment_shows_who_said_what_and_when(api: Api) -> None:
    link = api.receive()["_links"]["related"]["conversation"]
    amy = api.front.teammates[1]
    made = comment(api, link, author_id=f"alt:email:{amy.email}", is_pinned=True)
    own = f"{api.front.url}/comments/{made['id']}"
    assert made["id"].startswith("com_")
    assert made == {
        "_links": {
            "self": own,
            "related": {
                "conversation": link,
                "mentions": f"{own}/mentions",
                "comment_replied_to": None,
            },
        },
        "id": made["id"],
        "author": api.get(f"/teammates/{amy.id}"),
        "body": "Let me look",
        "posted_at": round(api.front.clock.now(), 3),
        "attachments": [],
        "is_pinned": True,
    }
    assert api.get(own) == made


def test_without_an_author_the_api_token_comments(api: Api) -> None:
    link = api.receive()["_links"]["related"]["conversation"]
    author = comment(api, link)["author"]
    assert (author["type"], author["username"]) == ("api", "api")
    assert author["id"] not in api.ids("/teammates")


def test_comments_are_listed_latest_first_and_are_events(api: Api) -> None:
    link = api.receive()["_links"]["related"]["conversation"]
    other = api.receive(sender="amy")["_links"]["related"]["conversation"]
    amy = api.front.teammates[1]
    first, second = comment(api, link, "one"), comment(api, link, "two", author_id=amy.id)
    comment(api, other)
    assert api.get(f"{link}/comments") == {
        "_links": {"self": f"{link}/comments"},
        "_results": [second, first],
    }
    event = api.get(f"{link}/events")["_results"][0]
    assert (event["type"], event["target"]["data"]) == ("comment", second)
    assert event["source"]["data"]["id"] == amy.id


def test_a_comment_never_reaches_the_integration(api: Api) -> None:
    comment(api, api.receive()["_links"]["related"]["conversation"])
    assert api.front.deliveries == []


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        ({}, 400, "body.body: missing"),
        ({"body": " "}, 400, "body.body"),
        ({"body": "x", "is_pinned": "?"}, 400, "body.is_pinned: should be a boolean"),
        ({"body": "x", "author_id": "tea_0"}, 404, "Unknown teammate ID tea_0"),
    ],
)
def test_a_comment_that_cannot_be_is_refused(
    api: Api, body: dict[str, Any], status: int, text: str
) -> None:
    link = api.receive()["_links"]["related"]["conversation"]
    error = api.refused("POST", f"{link}/comments", json=body)
    assert error["status"] == status
    assert text in " ".join([error["message"], *error.get("details", [])])
    assert api.get(f"{link}/comments")["_results"] == []


def test_files_are_not_emulated_and_said_so(api: Api) -> None:
    link = api.receive()["_links"]["related"]["conversation"]
    files = {"attachments": ("a.txt", b"a")}
    error = api.refused("POST", f"{link}/comments", data={"body": "x"}, files=files)
    assert error["status"] == 501


def test_what_is_unknown_is_not_found(api: Api) -> None:
    assert api.refused("GET", "/comments/com_0")["message"] == "Unknown comment ID com_0"
    for method in ("GET", "POST"):
        error = api.refused(method, "/conversations/cnv_0/comments", json={"body": "x"})
        assert error["message"] == "Unknown conversation ID cnv_0"

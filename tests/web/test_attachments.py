"""Files of a message: stored, listed, given back byte for byte, to nobody without a token."""

import http.client
import json
from collections.abc import Iterator

import pytest
from werkzeug.http import parse_options_header

from front_emulator import Upload
from tests.web.client import BODY, DELAY, HANDLE, Api, Json, accepted_uid, form

MEBIBYTE = 1024 * 1024
ALL_BYTES = bytes(range(256)) * 41


def uploaded(api: Api, filename: str, data: bytes, content_type: str = "text/plain") -> Json:
    files = {"attachments": (filename, data, content_type)}
    form = {"sender[handle]": "leela", "body": "See file"}
    message = api.appear(accepted_uid(api.send(data=form, files=files)))
    attachment: Json = message["attachments"][0]
    return attachment


def test_an_attachment_is_listed_with_what_is_known_of_it(api: Api) -> None:
    attachment = uploaded(api, "photo.png", ALL_BYTES, "image/png")
    message = api.front.messages[0]
    file_id = message.attachments[0].id
    assert file_id.startswith("fil_")
    assert attachment == {
        "id": file_id,
        "filename": "photo.png",
        "url": f"{api.front.url}/messages/{message.id}/download/{file_id}",
        "content_type": "image/png",
        "size": len(ALL_BYTES),
        "metadata": {"is_inline": False},
    }


@pytest.mark.parametrize("data", [b"", b"\r\n--", ALL_BYTES, b"\r\n" * 70_000])
def test_the_bytes_come_back_as_they_went_in(api: Api, data: bytes) -> None:
    attachment = uploaded(api, "a.bin", data)
    assert attachment["size"] == len(data)
    for path in (attachment["url"], f"/download/{attachment['id']}"):
        answer = api.call("GET", path)
        assert (answer.status_code, answer.content) == (200, data)
        assert answer.headers["Content-Length"] == str(len(data))


def test_a_message_is_named_by_its_uid_in_a_download_too(api: Api) -> None:
    attachment = uploaded(api, "a.txt", b"a")
    uid = api.front.messages[0].uid
    assert api.call("GET", f"/messages/alt:uid:{uid}/download/{attachment['id']}").content == b"a"


def test_a_download_wants_a_token(api: Api) -> None:
    attachment = uploaded(api, "a.txt", b"secret")
    api.headers = {}
    for path in (attachment["url"], f"/download/{attachment['id']}"):
        answer = api.call("GET", path)
        assert answer.status_code == 401
        assert answer.json()["_error"]["message"] == "JSON Web Token error"


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/javascript"])
def test_a_download_cannot_run_in_a_browser(api: Api, kind: str) -> None:
    attachment = uploaded(api, "page.html", b"<script>alert(1)</script>", kind)
    headers = api.call("GET", attachment["url"]).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert parse_options_header(headers["Content-Disposition"])[0] == "attachment"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Content-Type"] == kind


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("photo.png", "photo.png"),
        ("é.png", "é.png"),
        ("中文.pdf", "中文.pdf"),
        ("😀 a;b=c.txt", "😀 a;b=c.txt"),
        ('a"b\r\n.txt', 'a"b.txt'),
        ("a" * 5000, "a" * 5000),
        ("\u202etxt.exe", "\u202etxt.exe"),
    ],
)
def test_any_file_name_comes_back(api: Api, sent: str, kept: str) -> None:
    attachment = uploaded(api, sent, b"x")
    assert attachment["filename"] == kept
    disposition = api.call("GET", attachment["url"]).headers["Content-Disposition"]
    assert disposition.isascii()
    assert parse_options_header(disposition) == ("attachment", {"filename": kept})


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: b", "\x00", "", "a\\b", "\udc80é"])
def test_any_file_name_of_pythons_own_comes_back_as_one_header(api: Api, name: str) -> None:
    message = api.front.receive("See file", attachments=[Upload(name, "text/plain", b"x")])
    answer = api.call("GET", f"/download/{message.attachments[0].id}")
    assert (answer.status_code, answer.content) == (200, b"x")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("kind", ["text/plain\r\nSet-Cookie: a=b", "é/中", "x" * 5000, "\x00"])
def test_any_content_type_comes_back_as_one_header(api: Api, kind: str) -> None:
    upload = Upload("a.txt", kind, b"x")
    message = api.front.receive("See file", attachments=[upload])
    answer = api.call("GET", f"/download/{message.attachments[0].id}")
    assert (answer.status_code, answer.content) == (200, b"x")
    assert "Set-Cookie" not in answer.headers


def test_an_attachment_of_another_message_is_unknown(api: Api) -> None:
    first = uploaded(api, "a.txt", b"a")
    uploaded(api, "b.txt", b"b")
    other = api.front.messages[1]
    path = f"/messages/{other.id}/download/{first['id']}"
    assert api.refused("GET", path)["message"] == f"Unknown attachment ID {first['id']}"


def test_files_of_25_mb_in_sum_are_taken(api: Api) -> None:
    half = bytes(25 * MEBIBYTE // 2)
    body, headers = form(
        HANDLE, BODY, ("attachments[0]", half, "a", None), ("attachments[1]", half, "b", None)
    )
    assert api.send(data=body, headers=headers).status_code == 202
    api.front.clock.advance(DELAY)
    assert sum(file.size for file in api.front.messages[0].attachments) == 25 * MEBIBYTE


def test_files_of_more_than_25_mb_in_sum_are_a_413(api: Api) -> None:
    half = bytes(25 * MEBIBYTE // 2)
    files = [(f"attachments[{n}]", data, "a", None) for n, data in enumerate((half, half, b"!"))]
    body, headers = form(HANDLE, BODY, *files)
    answer = api.send(data=body, headers=headers)
    assert answer.status_code == 413
    assert answer.json() == {
        "_error": {
            "status": 413,
            "title": "Payload too large",
            "message": "Attachments exceed the limit of 25 MB",
        }
    }
    assert "x-ratelimit-limit" in answer.headers
    assert api.call("GET", "/me").status_code == 200, "the connection's successor works"


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_far_beyond_the_limit_is_read_and_answered(api: Api, chunked: bool) -> None:
    """A plain client writes its whole body before it reads, and still gets the answer."""
    piece = bytes(MEBIBYTE)

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield piece

    headers = api.headers | {"Content-Type": "application/json"}
    headers |= {} if chunked else {"Content-Length": str(40 * MEBIBYTE)}
    connection = http.client.HTTPConnection("127.0.0.1", api.front.server.port, timeout=10)
    path = f"/channels/{api.front.channel.id}/incoming_messages"
    connection.request("POST", path, pieces(), headers, encode_chunked=chunked)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 413
    assert json.loads(body)["_error"]["message"] == "Request body too large"
    assert len(api.front.requests[-1].body) < MEBIBYTE

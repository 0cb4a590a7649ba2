"""Messages as forms, in every spelling clients of Front use."""

from collections.abc import Iterator
from typing import Any

import pytest

from front_emulator import FrontEmulator
from tests.web.client import BODY, HANDLE, Api, Part, accepted_uid, field, form

FORM = {"sender[handle]": "leela", "body": "See file"}


def received(api: Api, *parts: Part) -> Any:
    body, headers = form(*parts)
    return api.appear(accepted_uid(api.send(data=body, headers=headers)))


def names(message: Any) -> list[str]:
    return [attachment["filename"] for attachment in message["attachments"]]


def in_chunks(body: bytes, size: int = 7) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


def test_brackets_nest_fields(api: Api) -> None:
    message = received(
        api,
        HANDLE,
        field("sender[name]", "Turanga Leela"),
        field("metadata[thread_ref]", "r/1"),
        field("metadata[headers][a]", "b"),
        field("subject", "Parcel"),
        field("body_format", "html"),
        field("body", "<b>Hi</b>"),
    )
    assert message["recipients"][0]["name"] == "Turanga Leela"
    assert message["metadata"] == {"thread_ref": "r/1", "headers": {"a": "b"}}
    assert (message["subject"], message["body"]) == ("Parcel", "<b>Hi</b>")


@pytest.mark.parametrize(
    "fields",
    [
        ("attachments", "attachments"),
        ("attachments[]", "attachments[]"),
        ("attachments[0]", "attachments[1]"),
        ("attachments", "attachments[]"),
    ],
)
@pytest.mark.parametrize("files_first", [True, False])
def test_files_come_under_any_name_and_anywhere(
    api: Api, fields: tuple[str, str], files_first: bool
) -> None:
    files: list[Part] = [
        (fields[0], b"1", "one.txt", "text/plain"),
        (fields[1], b"2", "two.txt", "text/plain"),
    ]
    texts = [HANDLE, BODY]
    message = received(api, *(files + texts if files_first else texts + files))
    assert names(message) == ["one.txt", "two.txt"]
    assert message["text"] == "See file"


def test_requests_own_form_is_read(api: Api) -> None:
    files = [("attachments", ("a.txt", b"1")), ("attachments", ("é.png", b"2", "image/png"))]
    message = api.appear(accepted_uid(api.send(data=FORM, files=files)))
    assert names(message) == ["a.txt", "é.png"]
    kinds = [attachment["content_type"] for attachment in message["attachments"]]
    assert kinds == ["application/octet-stream", "image/png"]


def test_a_form_without_files_is_a_message(api: Api) -> None:
    assert received(api, HANDLE, BODY)["attachments"] == []


def test_a_form_may_come_in_chunks(api: Api) -> None:
    body, headers = form(("attachments[0]", b"\x00\xff" * 999, "a.bin", None), HANDLE, BODY)
    message = api.appear(accepted_uid(api.send(data=in_chunks(body), headers=headers)))
    assert [(a["filename"], a["size"]) for a in message["attachments"]] == [("a.bin", 1998)]


def test_json_may_come_in_chunks(api: Api) -> None:
    body = '{"sender": {"handle": "leela"}, "body": "中文"}'.encode()
    headers = {"Content-Type": "application/json"}
    message = api.appear(accepted_uid(api.send(data=in_chunks(body), headers=headers)))
    assert message["text"] == "中文"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("%E4%B8%AD%E6%96%87.pdf", "中文.pdf"),
        ("中文.pdf", "中文.pdf"),
        ("a%22b%0D%0A.txt", 'a"b.txt'),
        ('a\\"b.txt', 'a"b.txt'),
        ("100% sure.txt", "100% sure.txt"),
        ("%ff.txt", "%ff.txt"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("", "attachment"),
    ],
)
def test_file_names_come_percent_encoded_or_raw(api: Api, sent: str, shown: str) -> None:
    message = received(api, HANDLE, BODY, ("attachments", b"x", sent, "text/plain"))
    assert names(message) == [shown]


def test_numbers_and_booleans_come_as_text(front: FrontEmulator, api: Api) -> None:
    front.channel.outgoing_url = "http://localhost:9/"
    message = api.receive()
    link = message["_links"]["related"]["conversation"]
    body, headers = form(field("body", "Hi"), field("options[archive]", "false"))
    answer = api.call("POST", f"{link}/messages", data=body, headers=headers)
    assert answer.status_code == 202
    assert api.conversation_of(message)["status"] == "unassigned"
    settings, headers = form(
        field("settings[undo_send_time]", "30"), field("settings[auto_assign_on_reply]", "true")
    )
    path = f"/channels/{front.channel.id}"
    assert api.call("PATCH", path, data=settings, headers=headers).status_code == 204
    assert (front.channel.undo_send_time, front.channel.auto_assign_on_reply) == (30, True)


@pytest.mark.parametrize("to", ["to", "to[]", "to[0]"])
def test_a_list_may_be_spelt_in_three_ways(api: Api, to: str) -> None:
    api.front.channel.allow_new_messages = True
    body, headers = form(field(to, "leela"), field("body", "Hi"))
    path = f"/channels/{api.front.channel.id}/messages"
    assert api.call("POST", path, data=body, headers=headers).status_code == 202
    assert api.front.messages[0].to == ("leela",)


def test_unknown_fields_and_files_are_tolerated(api: Api) -> None:
    extra = field("metadata[external_id]", "1")
    message = received(api, HANDLE, BODY, extra, ("photo", b"x", "x.png", "image/png"))
    assert (message["metadata"], message["attachments"]) == ({}, [])


@pytest.mark.parametrize("name", ["sender.handle", "sender_handle", "sender[handle"])
def test_other_nesting_is_refused_with_the_fields_that_were_found(api: Api, name: str) -> None:
    body, headers = form(field(name, "leela"), BODY)
    answer = api.send(data=body, headers=headers)
    assert answer.json()["_error"]["details"] == ["body.sender: missing"]
    hint = answer.headers["X-Front-Emulator-Hint"]
    assert hint == f"fields found: {name}, body; nest with brackets, as in sender[handle]"


def test_the_misspelt_type_of_fronts_template_is_read(api: Api) -> None:
    body, headers = form(HANDLE, BODY)
    misspelt = headers["Content-Type"].replace("form-data", "from-data")
    answer = api.send(data=body, headers={"Content-Type": misspelt})
    assert api.appear(accepted_uid(answer))["text"] == "See file"


def test_a_part_without_a_name_is_passed_over(api: Api) -> None:
    nameless = b"--b\r\nContent-Disposition: form-data%s\r\n\r\nHi\r\n"
    body = nameless % b"" + nameless % b'; filename="a.txt"' + b"--b--\r\n"
    answer = api.send(data=body, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.json()["_error"]["details"] == ["body.sender: missing", "body.body: missing"]


@pytest.mark.parametrize(
    ("body", "content_type", "message"),
    [
        (b"", "multipart/form-data", "Malformed multipart body: Missing boundary"),
        (b"x", "multipart/form-data", "Malformed multipart body: Missing boundary"),
        (b"x", "multipart/from-data", "Malformed multipart body: Missing boundary"),
        (b"", "multipart/form-data; boundary=b", "Malformed multipart body"),
        (b"no parts", "multipart/form-data; boundary=b", "Malformed multipart body"),
        (b"--b\r\nX", "multipart/form-data; boundary=b", "Malformed multipart body"),
        (
            b'--b\r\nContent-Disposition: form-data; name="body"\r\n\r\nHi',
            "multipart/form-data; boundary=b",
            "Malformed multipart body",
        ),
        (b"--b\r\n\r\nHi\r\n--b--\r\n", "multipart/form-data; boundary=b", "Malformed multipart"),
    ],
)
def test_a_broken_form_is_a_400(api: Api, body: bytes, content_type: str, message: str) -> None:
    answer = api.send(data=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400
    assert answer.json()["_error"]["message"].startswith(message)
    assert "boundary" in answer.headers["X-Front-Emulator-Hint"]

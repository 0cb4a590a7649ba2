"""Same seed, same calls: same journal, whatever the time, the port and the machine."""

from collections.abc import Callable

import pytest

from front_emulator import FrontEmulator, Upload
from tests.e2e import receiver as r
from tests.e2e.api import Api
from tests.e2e.receiver import Receiver

Run = Callable[..., FrontEmulator]


@pytest.fixture
def run() -> Run:
    """A short story on a server and with an integration of its own."""

    def run(seed: str = "same", reply: str = "Hello", later: float = 0) -> FrontEmulator:
        with Receiver() as receiver, FrontEmulator(seed=seed, processing_delay=1) as front:
            receiver.answers(r.SUCCESS, r.error("forbidden"))
            front.channel.outgoing_url = receiver.url
            front.clock.freeze()
            front.clock.advance(later)
            api = Api(front)
            path = f"/channels/{front.channel.id}/incoming_messages"
            api.post(path, {"sender": {"handle": "leela"}, "body": "Hi"})
            front.clock.advance(1)
            [message] = front.messages
            api.get(f"/messages/{message.id}")
            api.get("/messages/alt:uid:none")
            file = Upload("a.bin", "application/octet-stream", b"\xff\x00")
            front.reply(message, reply, attachments=[file])
            front.reply(message, "Again")
            front.clock.advance(5)
            attachment = front.messages[1].attachments[0]
            api.get(f"/download/{attachment.id}")
        return front

    return run


def test_two_runs_have_one_digest(run: Run) -> None:
    """Times, ports and headers differ; what happened does not."""
    first, second = run(), run(later=12_345.678)
    assert first.url != second.url
    assert first.journal.comparable() == second.journal.comparable()
    assert first.journal.digest() == second.journal.digest()
    kinds = [each["kind"] for each in first.journal.comparable()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"request": 4, "event": 4, "delivery": 2}


@pytest.mark.parametrize("other", [{"seed": "other"}, {"reply": "Hello!"}])
def test_another_seed_or_call_has_another(run: Run, other: dict[str, str]) -> None:
    assert run().journal.digest() != run(**other).journal.digest()


def test_what_is_told_can_be_read(run: Run) -> None:
    """Addresses of this machine are alike, moments are 0, bytes are a digest of their own."""
    told = run().journal.comparable()
    shown = next(each for each in told if each.get("path", "").startswith("/messages/msg_"))
    assert '"self":"http://local/messages/msg_' in shown["answer"]
    assert '"created_at":0,' in shown["answer"]
    delivery = next(each for each in told if each["kind"] == "delivery")
    assert delivery["url"] == "http://local/front/outgoing"
    assert (delivery["status"], delivery["state"]) == (200, "sent")
    download = next(each for each in told if each.get("path", "").startswith("/download/"))
    assert download["answer"].startswith("sha256:")

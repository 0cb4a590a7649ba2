"""`serve --webhook-url`: a rule tells of events, and the log says so."""

from pathlib import Path

import requests

from tests.cli.processes import Start, stop, wait_for
from tests.e2e.receiver import Receiver


def test_a_rule_tells_of_the_events_that_are_named(start: Start, tmp_path: Path) -> None:
    with Receiver() as receiver:
        ready_file = tmp_path / "front.json"
        process = start(
            "serve", "--port", "0", "--ready-file", str(ready_file), "--processing-delay", "0",
            "--webhook-url", receiver.url, "--webhook-event", "archive",
            "--webhook-event", "inbound",
        )  # fmt: skip
        document = wait_for(ready_file)
        company = f"{document['admin_url']}/companies/latest"
        with requests.Session() as client:
            client.trust_env = False
            client.post(f"{company}/receive", json={"body": "Hello"}, timeout=10).raise_for_status()
            wanted = {"kind": "webhook", "state": "sent", "timeout": 20}
            found = client.post(f"{company}/journal/wait", json=wanted, timeout=30)
            found.raise_for_status()
        [request] = receiver.requests
        assert request.message["type"] == "inbound"
        _, err = stop(process)
        assert f"POST {receiver.url}  200  sent" in err

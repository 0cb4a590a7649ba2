"""`--tls`: clients in any language trust the file that is written."""

import subprocess
from pathlib import Path

from tests.cli.processes import COMMAND, Start, session, stop, wait_for
from tests.e2e.node import NODE, needs_node

SAYS_WHO_IT_IS = """
const headers = { authorization: `Bearer ${process.env.FRONT_API_TOKEN}` };
const answer = await fetch(`${process.env.FRONT_API_BASE_URL}/me`, { headers });
console.log((await answer.json()).name);
"""


def test_serve_writes_what_clients_must_trust(start: Start, tmp_path: Path) -> None:
    """`wait` and requests take it from the ready-file; it goes when the emulator does."""
    ready_file, ca_file = tmp_path / "front.json", tmp_path / "ca.pem"
    command = ["serve", "--port", "0", "--tls", "--ca-file", str(ca_file)]
    process = start(*command, "--ready-file", str(ready_file))
    document = wait_for(ready_file)
    assert document["url"].startswith("https://")
    assert document["ca_file"] == str(ca_file)
    with session(document) as client:
        answer = client.get(f"{document['url']}/me", verify=document["ca_file"], timeout=20)
        assert answer.json()["name"] == document["company"]["name"]
    output, _ = stop(process)
    assert f"CA file       {ca_file}" in output
    assert not ca_file.exists()


@needs_node
def test_node_trusts_the_emulator_that_exec_starts(tmp_path: Path) -> None:
    script = tmp_path / "me.mjs"
    script.write_text(SAYS_WHO_IT_IS, "utf-8")
    command = [*COMMAND, "exec", "--tls", "--", str(NODE), str(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "Planet Express\n"), done.stderr


def test_without_the_package_it_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "trustme.py").write_text("raise ImportError\n", "utf-8")
    done = subprocess.run(
        [*COMMAND, "exec", "--tls", "--", "true"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "front-emulator: --tls needs the package trustme: pip install 'front-emulator[tls]'\n"
    )

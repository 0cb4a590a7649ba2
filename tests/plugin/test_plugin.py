"""The pytest plugin as its users meet it: in a pytest run of its own."""

import re
import subprocess
import sys

import pytest

import front_emulator.emulator  # noqa: F401  # else each inner run loads it anew

ALONE = ("-p", "no:randomly", "-n", "0")


def test_each_test_has_an_account_of_its_own_on_one_server(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        seen = []

        def look(front):
            assert front.messages == []
            message = front.receive("hello", sender="leela")
            seen.append((front.url, front.api_token, front.channel.id, message.id, message.uid))

        def test_one(front): look(front)
        def test_two(front): look(front)

        def test_nothing_but_the_server_is_shared():
            (url, *one), (other_url, *two) = seen
            assert url == other_url
            assert not set(one) & set(two)
        """
    )
    pytester.runpytest(*ALONE).assert_outcomes(passed=3)


def test_ids_follow_from_the_tests_name(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_one(front):
            print("ID", front.receive("hello", sender="leela").id)
        """
    )
    runs = [pytester.runpytest(*ALONE, "-s") for _ in range(2)]
    ids = [re.findall(r"ID msg_\w+", run.stdout.str()) for run in runs]
    assert len(ids[0]) == 1
    assert ids[0] == ids[1]


def test_a_token_is_unknown_once_its_test_is_over(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import requests
        old = []

        def test_first(front):
            old.append((front.channel.incoming_url, front.api_token))

        def test_then(front):
            (url, token), = old
            body = {"sender": {"handle": "late"}, "body": "late"}
            answer = requests.post(url, json=body, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401
            assert front.messages == []
        """
    )
    pytester.runpytest(*ALONE).assert_outcomes(passed=2)


def test_a_marker_wins_over_the_options_fixture(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.fixture
        def front_options():
            return {"contact_type": "phone", "undo_send_time": 5}

        def test_fixture(front):
            assert (front.channel.contact_type, front.channel.undo_send_time) == ("phone", 5)

        @pytest.mark.front(undo_send_time=10, seed=1, allow_new_messages=True)
        def test_marker(front):
            assert (front.channel.contact_type, front.channel.undo_send_time) == ("phone", 10)
            assert front.channel.allow_new_messages
            assert front.company.seed == "1"
        """
    )
    pytester.runpytest(*ALONE, "--strict-markers").assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("sed=1", "*sed: no such setting; the nearest is seed*"),
        ("undo_send_time=7", "*undo_send_time: 7 is none of 0, 5, 10, 15, 30, 60*"),
        ("processing_delay='soon'", "*'soon' is neither seconds (0.5) nor a range*"),
        ("outgoing_url='localhost'", "*outgoing_url: 'localhost' is not a URL such as*"),
        ("'seed'", "*takes keyword arguments only*"),
    ],
)
def test_a_wrong_option_is_told_in_one_line(
    pytester: pytest.Pytester, mark: str, said: str
) -> None:
    pytester.makepyfile(
        f"""
        import pytest

        @pytest.mark.front({mark})
        def test_it(front): pass
        """
    )
    result = pytester.runpytest(*ALONE)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([said])
    result.stdout.no_fnmatch_line("*host.py*")


def test_a_failing_test_shows_what_crossed_the_wire(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import requests

        def test_it(front):
            requests.get(front.url + "/me")
            front.reply(front.receive("hello", sender="leela"), "hi")
            assert False
        """
    )
    result = pytester.runpytest(*ALONE)
    result.stdout.fnmatch_lines(
        [
            "*front-emulator journal*",
            "* → GET /me  401 *JSON Web Token error*",
            "* ← POST nowhere * no Outgoing URL *",
        ]
    )


def test_a_wait_that_fails_shows_what_there_was(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(front):
            front.receive("hello", sender="leela")
            front.wait_for_message(sender="zoe", timeout=0.01)
        """
    )
    result = pytester.runpytest(*ALONE)
    result.stdout.fnmatch_lines(
        [
            "*no message with sender 'zoe' within 0.01 s*",
            "*messages in Front (1):*",
            "*leela*hello*",
        ]
    )


@pytest.mark.slow
def test_it_works_with_xdist_and_in_random_order(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("n", range(20))
        def test_it(front, n):
            assert front.receive("hello").text == "hello"
            assert len(front.messages) == 1
        """
    )
    others = ("faker", "hypothesispytest", "anyio", "pytest_cov")
    without = [option for name in others for option in ("-p", f"no:{name}")]
    pytester.runpytest_subprocess("-n", "2", *without).assert_outcomes(passed=20)


def test_a_run_that_does_not_use_it_loads_nothing_of_it() -> None:
    code = (
        "import sys, pytest, front_emulator.pytest_plugin\n"
        "heavy = {'flask', 'requests', 'jsonschema', 'faker', 'cheroot', 'nh3'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_failure_of_the_emulators_own_fails_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(front):
            front.company.note_failure(RuntimeError("a bug in a thread"))
        """
    )
    result = pytester.runpytest(*ALONE)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*failed in the background: RuntimeError('a bug in a thread')*"])

"""Rate limits over HTTP."""

import pytest
import requests

from front_emulator import FrontEmulator, FrontServer
from tests.admin.client import Admin

LIMITS = "/companies/latest/rate_limits"


@pytest.fixture
def front(server: FrontServer) -> FrontEmulator:
    front = FrontEmulator(server=server)
    front.clock.freeze()
    return front


def test_a_plan_is_chosen_used_up_and_made_whole(admin: Admin, front: FrontEmulator) -> None:
    whole = admin.get(LIMITS)
    assert (whole["plan"], whole["limit"], whole["remaining"]) == ("off", 100, 100)
    changed = admin.call("PATCH", LIMITS, json={"plan": 2}).json()
    assert changed == whole | {
        "plan": 2,
        "limit": 2,
        "remaining": 2,
        "burst_limit": 1,
        "burst_remaining": 1,
    }
    headers = {"Authorization": f"Bearer {front.api_token}"}
    with requests.Session() as session:
        session.trust_env = False
        asked = [session.get(f"{front.url}/me", headers=headers, timeout=10) for _ in range(4)]
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429]
    used = admin.get(LIMITS)
    assert (used["remaining"], used["burst_remaining"]) == (0, 0)
    assert used["resets_at"] - front.clock.now() <= 60
    assert admin.post(f"{LIMITS}/refill") == changed
    assert front.settings.rate_limits == 2


@pytest.mark.parametrize("plan", ["professional", 0, 1.5, True, None])
def test_what_is_no_plan_is_refused(admin: Admin, front: FrontEmulator, plan: object) -> None:
    problem = admin.refused("PATCH", LIMITS, json={"plan": plan})
    assert problem["errors"][0]["field"] == "body.plan"

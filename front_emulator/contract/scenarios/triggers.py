"""FE-ERR: recipients for whom the integration answers with a certain error type.

They are the user's own; what the other scenarios provoke counts without them.
"""

from front_emulator.contract import plays, verdicts
from front_emulator.contract.bench import Bench, Letter, Target
from front_emulator.contract.model import Exchange, Finding, Play, Scenario, Verdict
from front_emulator.contract.scenarios import pages
from front_emulator.wire.outcomes import ERROR_TYPES

GROUP = "FE-ERR"


def is_configured(scenario: Scenario, target: Target) -> bool:
    """Whether there is a recipient for it; true of scenarios that need none."""
    if scenario.group != GROUP:
        return True
    return error_type_of(scenario) in target.triggers


def error_type_of(scenario: Scenario) -> str:
    """The error type that a scenario of this group provokes."""
    return ERROR_TYPES[int(scenario.id.removeprefix(f"{GROUP}-")) - 1]


def _play(error_type: str) -> Play:
    def send(bench: Bench, _: Letter) -> Exchange:
        to = bench.target.triggers[error_type]
        letter = bench.reply(bench.phrase(f"please answer {error_type}."), to=(to,))
        return bench.once(f"the recipient for {error_type}", bench.request(letter))

    def judge(exchange: Exchange, _: Target) -> Finding:
        return verdicts.triggered(exchange, error_type)

    paired = plays.paired(send, judge)

    def play(bench: Bench) -> Finding:
        if error_type not in bench.target.triggers:
            return Finding(Verdict.NA, f"No recipient is configured for {error_type}.")
        return paired(bench)

    return play


def _scenario(number: int, error_type: str) -> Scenario:
    return Scenario(
        id=f"{GROUP}-{number:02}",
        title=f"A recipient for {error_type}",
        sent=f"A right message to the recipient configured as the trigger of {error_type}.",
        right=f'Answers {{"type": "{error_type}", "message": "…"}}.',
        why="The message is what a teammate reads beside the failed message.",
        page=pages.CUSTOM_CHANNEL,
        play=_play(error_type),
    )


SCENARIOS = tuple(_scenario(number, each) for number, each in enumerate(ERROR_TYPES, start=1))

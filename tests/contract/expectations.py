"""Which scenarios are to find what is wrong with each app of tests/apps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from front_emulator.contract.model import Verdict
from tests.apps import (
    wrong_answers,
    wrong_applications,
    wrong_handshakes,
    wrong_messages,
    wrong_signatures,
    wrong_under_load,
)
from tests.apps.right import RightIntegration
from tests.apps.right_application import RightApplication
from tests.apps.right_handshake import SERVER_PATH, RightHandshake

FAIL, WARN, ERROR = Verdict.FAIL, Verdict.WARN, Verdict.ERROR

Found = Mapping[str, Verdict]


@dataclass(frozen=True)
class Case:
    """An app, what is to be found, and what the run needs for it."""

    app: type[RightIntegration]
    found: Found = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    is_threaded: bool = True
    server_path: str | None = None
    """Where it takes the handshake."""

    @property
    def name(self) -> str:
        return self.app.__name__ if self.is_threaded else f"{self.app.__name__}-one-at-a-time"

    @property
    def decisive(self) -> set[str]:
        """The scenarios that are to find something, and a plain message."""
        return {"FE-CTL-01", *self.found}


def ids(verdict: Verdict, group: str, *numbers: int) -> Found:
    return {f"FE-{group}-{number:02}": verdict for number in numbers}


def case(app: type[RightIntegration], *found: Found, **options: Any) -> Case:
    is_threaded, server_path = options.pop("is_threaded", True), options.pop("server_path", None)
    merged = {scenario_id: verdict for each in found for scenario_id, verdict in each.items()}
    return Case(app, merged, options, is_threaded, server_path)


def _but(numbers: Iterable[int], *left_out: int) -> list[int]:
    return [number for number in numbers if number not in left_out]


PLAIN = ids(FAIL, "CTL", 1)
REWRITTEN = ids(WARN, "SIG", 12, 13)
FORGERIES = range(1, 15)
STRICT_FIELDS = (12, 13, 14, 15, 17, 19, 20, 21)
UNREADABLE = (*range(1, 12), 23, 24)
NO_JSON = (1, 2, 3, 6)

RIGHT = (
    case(RightIntegration, fast=False, timeout=6.0, skip=("FE-TIM-01",)),
    case(RightIntegration),
    case(wrong_answers.AnswersWithoutType),
    case(wrong_answers.RefusesWith200AndType),
    case(wrong_under_load.Busy, only=("FE-CTL", "FE-LOD")),
)

SIGNATURES = (
    case(wrong_signatures.AcceptsUnsigned, ids(FAIL, "SIG", *_but(FORGERIES, 12, 13)), REWRITTEN),
    case(wrong_signatures.AcceptsWithoutHeader, ids(FAIL, "SIG", 1)),
    case(wrong_signatures.CrashesWithoutHeader, ids(ERROR, "SIG", 1)),
    case(wrong_signatures.ComparesUpToTheShorterLength, ids(FAIL, "SIG", 2, 4)),
    case(wrong_signatures.ComparesTheFirstCharacters, ids(FAIL, "SIG", 4, 5)),
    case(wrong_signatures.AcceptsAnotherSecret, ids(FAIL, "SIG", 6)),
    case(wrong_signatures.AcceptsHex, ids(FAIL, "SIG", 7)),
    case(wrong_signatures.AcceptsUrlSafeBase64, ids(FAIL, "SIG", 8)),
    case(wrong_signatures.AcceptsSha256, ids(FAIL, "SIG", 9)),
    case(wrong_signatures.AcceptsKeysInAnyOrder, ids(FAIL, "SIG", 11)),
    case(wrong_signatures.VerifiesLikeNode, REWRITTEN),
    case(wrong_signatures.VerifiesTrimmed, ids(WARN, "SIG", 13)),
    case(wrong_signatures.VerifiesJsonDumps, ids(FAIL, "CTL", 4, 5, 6, 13, 15), REWRITTEN),
    case(wrong_signatures.TakesSignaturesAgain, ids(FAIL, "SIG", 14)),
    case(wrong_signatures.LeaksTheSignature, ids(FAIL, "SIG", *FORGERIES)),
    case(wrong_signatures.LooksForExactHeaderNames, ids(FAIL, "CTL", 14)),
)

ANSWERS = (
    case(wrong_answers.ShowsErrorPages, ids(FAIL, "SIG", *FORGERIES)),
    case(wrong_answers.RefusesWithTypesOfItsOwn, ids(FAIL, "SIG", *FORGERIES)),
    case(wrong_answers.CallsForgeriesBadRequests, ids(WARN, "SIG", *FORGERIES)),
    case(
        wrong_answers.RefusesWithSuccess,
        ids(FAIL, "SIG", *_but(FORGERIES, 12, 13)),
        REWRITTEN,
        ids(FAIL, "BAD", *UNREADABLE),
        ids(WARN, "BAD", *STRICT_FIELDS, 22),
    ),
    case(wrong_answers.BlamesItself, ids(WARN, "BAD", *_but(range(1, 27), 16, 18))),
    case(
        wrong_answers.AnswersTypesOfItsOwn,
        ids(WARN, "CTL", *range(1, 17)),
        ids(WARN, "LOD", 4, 5),
        ids(WARN, "TIM", 4),
    ),
    case(wrong_answers.Redirects, PLAIN),
    case(wrong_answers.IsNotThere, PLAIN),
)

MESSAGES = (
    case(wrong_messages.CrashesOnEmoji, ids(ERROR, "CTL", 4)),
    case(wrong_messages.RefusesHtml, ids(FAIL, "CTL", 7)),
    case(wrong_messages.LimitsBodies, ids(FAIL, "CTL", 8)),
    case(wrong_messages.RefusesEmptyTexts, ids(FAIL, "CTL", 9)),
    case(wrong_messages.NeedsAnAuthor, ids(ERROR, "CTL", 11), ids(ERROR, "BAD", 18)),
    case(wrong_messages.NeedsASubject, ids(ERROR, "CTL", 11, 12)),
    case(wrong_messages.NeedsAttachments, ids(ERROR, "BAD", 16)),
    case(wrong_messages.RefusesUnknownFields, ids(FAIL, "CTL", 13)),
    case(wrong_messages.RefusesNewMessages, ids(WARN, "CTL", 3)),
    case(wrong_messages.RefusesDrafts, PLAIN),
    case(wrong_messages.ReadsTheFirstRecipient, PLAIN),
    case(wrong_messages.ExpectsAnEnvelope, PLAIN),
    case(wrong_messages.AcceptsAnyText, ids(FAIL, "BAD", *NO_JSON)),
    case(wrong_messages.BreaksOffOnMalformedJson, ids(ERROR, "BAD", *NO_JSON, 25, 26)),
    case(wrong_messages.CatchesOnlySyntaxErrors, ids(ERROR, "BAD", 6, 25, 26)),
    case(wrong_messages.AcceptsArrays, ids(FAIL, "BAD", 4)),
    case(wrong_messages.ReplacesWrongCharacters, ids(FAIL, "BAD", 6)),
    case(wrong_messages.AcceptsEmptyMessages, ids(FAIL, "BAD", 7)),
    case(wrong_messages.DeliversToNobody, ids(FAIL, "BAD", 9)),
    case(wrong_messages.ChecksOnlyWhatItNeeds, ids(WARN, "BAD", *STRICT_FIELDS)),
    case(wrong_messages.AcceptsAnyMediaType, ids(WARN, "BAD", 22)),
    case(wrong_messages.AnswersGet, ids(FAIL, "BAD", 23)),
    case(wrong_messages.AcceptsPut, ids(FAIL, "BAD", 24)),
    case(wrong_messages.SwallowsNotFound, ids(FAIL, "NOT", 1), unknown_recipient="contract-nobody"),
    case(wrong_messages.CallsStrangersBadRequests, ids(WARN, "NOT", 1)),
    case(wrong_messages.CrashesOnStrangers, ids(ERROR, "NOT", 1)),
    case(wrong_messages.NeedsKnownConversations, ids(ERROR, "NOT", 2)),
)

UNDER_LOAD = (
    case(wrong_under_load.BreaksOffUnderLoad, ids(ERROR, "LOD", 1)),
    case(wrong_under_load.CrashesUnderLoad, ids(ERROR, "LOD", 1)),
    case(wrong_under_load.RefusesUnderLoad, ids(FAIL, "LOD", 1)),
    case(wrong_under_load.AnswersBare429, ids(WARN, "LOD", 1)),
    case(wrong_under_load.RefusesDuplicates, ids(WARN, "LOD", 2, 3)),
    case(wrong_under_load.CrashesOnDuplicates, ids(ERROR, "LOD", 2, 3)),
    case(wrong_under_load.RefusesWhatFailedBefore, ids(FAIL, "LOD", 4)),
    # In which order a burst arrives is anybody's guess.
    case(wrong_under_load.WantsTheOrderKept, ids(FAIL, "LOD", 5), skip=("FE-LOD-01",)),
)

TIMING = (
    case(wrong_under_load.IsSlowAtTimes, ids(WARN, "TIM", 1), timeout=4.0, only=("FE-TIM-01",)),
    case(wrong_under_load.IsTooSlow, ids(ERROR, "CTL", 1), timeout=0.2),
    case(wrong_under_load.HangsOnHtml, ids(ERROR, "CTL", 7), timeout=3.0, only=("FE-CTL-07",)),
    case(
        wrong_under_load.ReadsOnce,
        ids(FAIL, "CTL", 8),
        ids(FAIL, "TIM", 2),
        timeout=6.0,
        fast=False,
        skip=("FE-TIM-01",),
    ),
    case(wrong_under_load.DiesOfHalfAMessage, ids(ERROR, "TIM", 3)),
    case(wrong_under_load.CrashesOnHalfAMessage, ids(ERROR, "TIM", 3)),
    case(
        RightIntegration,
        ids(WARN, "TIM", 4),
        timeout=3.0,
        only=("FE-TIM-04",),
        is_threaded=False,
    ),
)


def of_application(app: type[RightIntegration], *found: Found, **options: Any) -> Case:
    return case(app, *found, kind="application", **options)


APPLICATIONS = (
    of_application(RightApplication),
    of_application(wrong_applications.AcceptsSha1, ids(FAIL, "SIG", 16)),
    of_application(wrong_applications.AcceptsTheBodyAlone, ids(FAIL, "SIG", 17)),
    of_application(
        wrong_applications.LeaksTheSignature, ids(FAIL, "SIG", *_but(FORGERIES, 9), 16, 17)
    ),
    of_application(wrong_applications.NeedsNoTimestamp, ids(FAIL, "APP", 1)),
    of_application(wrong_applications.CrashesOnWords, ids(ERROR, "APP", 2)),
    of_application(wrong_applications.GuessesTheUnit, ids(FAIL, "APP", 3)),
    of_application(wrong_applications.IsStrictAboutAge, ids(FAIL, "APP", 4)),
    of_application(wrong_applications.NeverMindsAge, ids(FAIL, "APP", 3, 5), ids(WARN, "APP", 6)),
    of_application(wrong_applications.TakesTheOld, ids(FAIL, "APP", 5)),
    of_application(wrong_applications.TakesTheFuture, ids(WARN, "APP", 6)),
    of_application(wrong_applications.NamesEachDelivery, ids(FAIL, "APP", 7)),
    of_application(
        wrong_applications.CrashesOnReplays, ids(ERROR, "APP", 7), ids(ERROR, "LOD", 2, 3)
    ),
    of_application(wrong_applications.NamesNoConversation, ids(WARN, "APP", 8)),
    of_application(wrong_applications.NamesNothing, ids(WARN, "APP", 8)),
    of_application(wrong_applications.NamesAllAlike, ids(FAIL, "APP", 9)),
    of_application(wrong_applications.SendsWhatItSynced, ids(FAIL, "APP", 10)),
    of_application(wrong_applications.RefusesImports, ids(WARN, "APP", 10)),
    of_application(wrong_applications.CrashesOnImports, ids(ERROR, "APP", 10)),
    of_application(wrong_applications.ExpectsACustomChannel, PLAIN),
)


def of_handshake(app: type[RightIntegration], *found: Found, **options: Any) -> Case:
    return of_application(app, *found, server_path=SERVER_PATH, **options)


HANDSHAKES = (
    of_handshake(RightHandshake),
    of_handshake(wrong_handshakes.NeverAgrees, ids(FAIL, "HSK", 1)),
    of_handshake(wrong_handshakes.SaysNothingOfSuccess, ids(FAIL, "HSK", 1)),
    of_handshake(wrong_handshakes.CrashesWhenAsked, ids(ERROR, "HSK", 1)),
    of_handshake(wrong_handshakes.BreaksOffWhenAsked, ids(ERROR, "HSK", 1)),
    of_handshake(wrong_handshakes.NamesAPath, ids(FAIL, "HSK", 2)),
    of_handshake(wrong_handshakes.NamesNoText, ids(FAIL, "HSK", 2)),
    of_handshake(wrong_handshakes.NamesNoAddress, ids(WARN, "HSK", 2)),
    of_handshake(wrong_handshakes.AgreesWithAnybody, ids(FAIL, "HSK", 3, 4, 5)),
    of_handshake(wrong_handshakes.AgreesWithAnySignature, ids(FAIL, "HSK", 3)),
    of_handshake(wrong_handshakes.AgreesWithTheUnsigned, ids(FAIL, "HSK", 4)),
    of_handshake(wrong_handshakes.AgreesToTheOld, ids(FAIL, "HSK", 5)),
    of_handshake(wrong_handshakes.RefusesLikeAWebhook, ids(FAIL, "HSK", 3, 4, 5)),
    of_handshake(wrong_handshakes.TellsWhatItExpected, ids(FAIL, "HSK", 3, 4, 8, 9)),
    of_handshake(wrong_handshakes.CrashesOnTheUnsigned, ids(ERROR, "HSK", 4, 9)),
    of_handshake(wrong_handshakes.KnowsEachChannelOnce, ids(FAIL, "HSK", 6)),
    of_handshake(wrong_handshakes.CrashesOnKnownChannels, ids(ERROR, "HSK", 6)),
    of_handshake(wrong_handshakes.NamesAnotherAddressEachTime, ids(WARN, "HSK", 6)),
    of_handshake(wrong_handshakes.KnowsNoDelete, ids(FAIL, "HSK", 7)),
    of_handshake(wrong_handshakes.CrashesAtTheEnd, ids(ERROR, "HSK", 7)),
    of_handshake(wrong_handshakes.VerifiesTheBodyOfADelete, ids(WARN, "HSK", 7)),
    of_handshake(wrong_handshakes.EndsForAnybody, ids(FAIL, "HSK", 8, 9, 10)),
    of_handshake(wrong_handshakes.EndsForAnySignature, ids(FAIL, "HSK", 8)),
    of_handshake(wrong_handshakes.EndsForTheUnsigned, ids(FAIL, "HSK", 9)),
    of_handshake(wrong_handshakes.EndsByTheOld, ids(FAIL, "HSK", 10)),
    of_handshake(wrong_handshakes.EndsByAnOldBody, ids(WARN, "HSK", 7), ids(FAIL, "HSK", 10)),
    of_handshake(wrong_handshakes.CrashesOnUnknownChannels, ids(ERROR, "HSK", 11)),
)

CASES = (
    *RIGHT,
    *SIGNATURES,
    *ANSWERS,
    *MESSAGES,
    *UNDER_LOAD,
    *TIMING,
    *APPLICATIONS,
    *HANDSHAKES,
)

"""What can go wrong, named by meaning. The web layer turns a `Refusal` into Front's envelope."""


class FrontEmulatorError(Exception):
    """Anything front-emulator raises on purpose; its text says what to do."""


class Refusal(FrontEmulatorError):
    """A request that Front would refuse, with Front's text.

    `hint` is the emulator's own explanation. It never enters Front's body.
    """

    details: tuple[str, ...] = ()

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class MalformedBody(Refusal):
    """The request's body could not be read at all."""


class InvalidBody(Refusal):
    """The request's body does not have the right shape; `details` names each field."""

    def __init__(self, details: tuple[str, ...], *, hint: str | None = None) -> None:
        super().__init__("Body did not satisfy requirements", hint=hint)
        self.details = details

    def __str__(self) -> str:
        return f"{self.message}: {'; '.join(self.details)}"


class WrongChannel(Refusal):
    """The channel is not one for which this exists."""


class InvalidQuery(Refusal):
    """A query parameter does not have the right shape."""


class Unauthenticated(Refusal):
    """No token, or not one of this emulator's."""


class NotAllowed(Refusal):
    """Understood and refused: the channel's settings or Front's rules forbid it."""


class NotConnected(Refusal):
    """An application did not agree to a channel, or could not be asked."""


class NotFound(Refusal):
    """The resource does not exist (yet)."""


class Conflict(Refusal):
    """The resource is not in a state that allows this."""


class TooLarge(Refusal):
    """More bytes than Front takes."""


class InvalidAttachments(Refusal):
    """More bytes than Front takes, where that is set to be answered like a wrong field."""


class AskedFor(Refusal):
    """An error that the request itself asks for, by one of Front's error types."""

    def __init__(self, error_type: str, hint: str) -> None:
        super().__init__(f"{error_type}, as it asks for", hint=hint)
        self.error_type = error_type


class NotEmulated(Refusal):
    """Front can do this; the emulator cannot yet."""


class InvalidSetting(FrontEmulatorError, ValueError):
    """A setting has a value that Front or the emulator does not know."""


class InvalidState(FrontEmulatorError, ValueError):
    """A saved state is none, is damaged, or is of another version."""


class MissingExtra(FrontEmulatorError):
    """A package that only some need is not installed; the text says how to get it."""


class DeliveryPending(FrontEmulatorError):
    """The outcome of a delivery was asked for before there was one."""


class WaitTimeout(FrontEmulatorError, AssertionError):
    """What was waited for did not happen; the text shows what did."""


class Unexpected(FrontEmulatorError, AssertionError):
    """What should never happen did."""


class BackgroundFailure(FrontEmulatorError):
    """The emulator itself failed in a background thread."""

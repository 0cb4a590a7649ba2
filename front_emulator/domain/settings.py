"""How one company behaves where Front is configurable, random or silent."""

import re
from dataclasses import dataclass

from front_emulator.domain.errors import InvalidSetting

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """A company's settings; times in seconds, sizes in bytes.

    `processing_delay` is the range from which the time between a 202 and the message's
    existence is drawn. The four `delivery_`, `follow_` and `use_` settings say how a
    message is POSTed to an Outgoing URL.
    """

    processing_delay: tuple[float, float] = (0.05, 0.05)
    delivery_timeout: float = 7.0
    delivery_retries: int = 0
    retry_pause: float = 1.0
    follow_redirects: bool = False
    use_environment_proxies: bool = False
    user_agent: str = "Needle/1.3.0 (Node.js v9.11.1; linux x64)"
    attachments_limit: int = 25 * MEBIBYTE

    def __post_init__(self) -> None:
        low, high = self.processing_delay
        if not 0 <= low <= high:
            raise InvalidSetting(f"processing_delay: {low:g}-{high:g} is not a range of seconds")
        if self.delivery_timeout <= 0:
            raise InvalidSetting("delivery_timeout: should be more than 0 seconds")
        if self.delivery_retries < 0 or self.retry_pause < 0:
            raise InvalidSetting("delivery_retries, retry_pause: should not be negative")


Delay = float | str | tuple[float, float]


def parse_delay(value: Delay) -> tuple[float, float]:
    """A delay in seconds as a range: `0.5`, `"0.5"`, `"0.5-2"` or `(0.5, 2)`.

    Raises `InvalidSetting` for anything else.
    """
    if isinstance(value, tuple):
        return float(value[0]), float(value[1])
    number = r"\d+(?:\.\d+)?|\.\d+"
    match = re.fullmatch(rf"\s*({number})\s*(?:-\s*({number})\s*)?", str(value))
    if match is None:
        raise InvalidSetting(
            f"processing_delay: {value!r} is neither seconds (0.5) nor a range of them (0.5-2)"
        )
    low, high = match.groups()
    return float(low), float(high or low)

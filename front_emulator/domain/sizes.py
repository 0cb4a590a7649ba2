"""How many bytes Front takes."""

from front_emulator.domain.entities import Upload
from front_emulator.domain.errors import InvalidAttachments, Refusal, TooLarge
from front_emulator.domain.settings import MEBIBYTE, Settings


def check_size(settings: Settings, uploads: tuple[Upload, ...]) -> None:
    """Raise `TooLarge`, or `InvalidAttachments` where so set, for more bytes than Front takes.

    Front page: dev.frontapp.com/reference/receive-custom-messages
    """
    sizes = [len(upload.data) for upload in uploads]
    is_total = settings.attachments_limit_scope == "total"
    size = sum(sizes) if is_total else max(sizes, default=0)
    limit = settings.attachments_limit
    if size > limit:
        measured = "the attachments have {} bytes in sum" if is_total else "a file has {} bytes"
        raise too_large(
            settings,
            f"Attachments exceed the limit of {limit / MEBIBYTE:g} MB",
            f"{measured.format(size)}; Front takes {limit}",
        )


def too_large(settings: Settings, message: str, hint: str) -> Refusal:
    """The refusal of more bytes than Front takes, of the kind that is set."""
    kind = TooLarge if settings.too_large_status == 413 else InvalidAttachments
    return kind(message, hint=hint)

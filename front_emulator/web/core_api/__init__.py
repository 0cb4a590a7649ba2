"""Front's Core API, one module per noun; each has its ROUTES."""

from front_emulator.web.call import Route
from front_emulator.web.core_api import (
    attachments,
    channels,
    comments,
    contacts,
    conversations,
    events,
    identity,
    inboxes,
    messages,
    tags,
    teammates,
)

ROUTES: tuple[Route, ...] = (
    *identity.ROUTES,
    *messages.ROUTES,
    *conversations.ROUTES,
    *comments.ROUTES,
    *tags.ROUTES,
    *events.ROUTES,
    *attachments.ROUTES,
    *channels.ROUTES,
    *inboxes.ROUTES,
    *teammates.ROUTES,
    *contacts.ROUTES,
)

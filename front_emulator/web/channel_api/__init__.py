"""Front's Channel API, one module per noun; each has its ROUTES.

`PATCH /channels/{id}`, which it has as well, is the Core API's.
"""

from front_emulator.web.call import Route
from front_emulator.web.channel_api import calls, messages, templates

ROUTES: tuple[Route, ...] = (*messages.ROUTES, *templates.ROUTES, *calls.ROUTES)

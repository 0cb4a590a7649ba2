"""Message templates of applications.

Front page: dev.frontapp.com/docs/application-channel-message-templates
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from front_emulator.domain.company import Company
from front_emulator.domain.entities import MessageTemplate
from front_emulator.domain.errors import NotFound


def sync(
    company: Company, channel_id: str, external_id: str, fields: Mapping[str, Any]
) -> MessageTemplate:
    """Add a template with all its `fields`, or put them in place of the one it has them for."""
    with company.changed:
        key = _key(channel_id, external_id)
        before = company.store.templates.get(key)
        template_id = company.ids.ordinal("template") if before is None else before.id
        made = MessageTemplate(template_id, channel_id, external_id, **_values(fields))
        company.store.templates[key] = made
        company.changed.notify_all()
    return made


def update(
    company: Company, channel_id: str, external_id: str, fields: Mapping[str, Any]
) -> MessageTemplate:
    """Change some `fields` of a template. Raises `NotFound`."""
    with company.changed:
        changed = replace(known(company, channel_id, external_id), **_values(fields))
        company.store.templates[_key(channel_id, external_id)] = changed
        company.changed.notify_all()
    return changed


def remove(company: Company, channel_id: str, external_id: str) -> None:
    """Raises `NotFound`."""
    with company.changed:
        known(company, channel_id, external_id)
        del company.store.templates[_key(channel_id, external_id)]
        company.changed.notify_all()


def known(company: Company, channel_id: str, external_id: str) -> MessageTemplate:
    """The template that an application calls so, or `NotFound`."""
    found = company.store.templates.get(_key(channel_id, external_id))
    if found is None:
        raise NotFound(f"Unknown application message template external ID {external_id}")
    return found


def _key(channel_id: str, external_id: str) -> str:
    return f"{channel_id}/{external_id}"


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    names = ("name", "blurb", "is_disabled", "status_name", "template_preview")
    values = {name: fields[name] for name in names if name in fields}
    if "variable_mappings" in fields:
        values["variable_mappings"] = tuple(fields["variable_mappings"])
    return values

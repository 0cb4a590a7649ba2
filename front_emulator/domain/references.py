"""Names in a fixtures file, and what `${name.field}` stands for."""

import re
from collections.abc import Callable
from typing import Any

from front_emulator.domain.errors import FrontEmulatorError
from front_emulator.domain.setting_kinds import nearest

Path = tuple[str | int, ...]

FAKER = "faker"
_REFERENCE = re.compile(r"\$\{([^}.]*)(?:\.([^}]*))?\}")


class InvalidFixture(FrontEmulatorError, ValueError):
    """What a fixtures file asks for cannot be; `where` is the place in it."""

    def __init__(self, where: Path, what: str) -> None:
        super().__init__(f"{'.'.join(map(str, where))}: {what}" if where else what)
        self.where = where
        self.what = what


class References:
    """Looks up references; `made_up` draws what `${faker.name}` and the like ask for."""

    def __init__(self, made_up: Callable[[str], str]) -> None:
        self._made_up = made_up
        self._find: dict[str, Callable[[], Any]] = {}
        self._own: set[str] = set()

    def provide(self, name: str, find: Callable[[], Any]) -> None:
        """Have a name stand for what is there already; the file may use it for its own."""
        self._find[name] = find

    def define(self, name: str, find: Callable[[], Any], where: Path) -> None:
        """Have a name of the file's stand for something. Raises `InvalidFixture` for a double."""
        if name in self._own or name == FAKER:
            raise InvalidFixture(where, f"the name {name} is taken")
        self._own.add(name)
        self._find[name] = find

    def own(self) -> dict[str, Any]:
        """What the file's names stand for."""
        return {name: self._find[name]() for name in self._find if name in self._own}

    def resolved(self, value: Any, where: Path) -> Any:
        """`value` with what its references stand for in their place. Raises `InvalidFixture`."""
        if isinstance(value, str):
            return _REFERENCE.sub(lambda match: self._text(match, where), value)
        if isinstance(value, dict):
            return {key: self.resolved(each, (*where, key)) for key, each in value.items()}
        if isinstance(value, list):
            return [self.resolved(each, (*where, number)) for number, each in enumerate(value)]
        return value

    def _text(self, match: re.Match[str], where: Path) -> str:
        name, field = match[1], match[2]
        if not field:
            raise InvalidFixture(where, f"{match[0]}: should be ${{name.field}}")
        try:
            return self._made_up(field) if name == FAKER else str(self._value(name, field))
        except LookupError as error:
            raise InvalidFixture(where, f"{match[0]}: {error.args[0]}") from error

    def _value(self, name: str, field: str) -> Any:
        if name not in self._find:
            near = nearest(name, [*self._find, FAKER])
            raise LookupError(f"nothing above has the name {name}; the nearest is {near}")
        entity = self._find[name]()
        value = getattr(entity, field, None) if field.isidentifier() else None
        if not isinstance(value, str | int | float) or field.startswith("_"):
            known = [each for each in dir(entity) if isinstance(getattr(entity, each), str)]
            fields = [each for each in known if not each.startswith("_")]
            raise LookupError(f"{name} has no {field}; the nearest is {nearest(field, fields)}")
        return value

"""Fixtures files: YAML or JSON that fills an account, as schemas/fixtures.json describes it."""

import errno
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from front_emulator import resources, schema_words
from front_emulator.domain import seeding
from front_emulator.domain.company import Company
from front_emulator.domain.references import InvalidFixture
from front_emulator.schema_words import Path as Place


@dataclass(frozen=True, slots=True)
class Fixtures:
    """Data to fill an account with; `path` is the file it is from, with the line of each place."""

    data: Mapping[str, Any]
    path: Path | None = None
    lines: Mapping[Place, int] = field(default_factory=dict)
    reads_files: bool = True

    def told(self, where: Place, what: str) -> str:
        """A mistake, with its file and line."""
        place = f"{schema_words.named(where)}: {what}" if where else what
        if self.path is None:
            return place
        return f"{self.path}:{self.line(where)}: {place}"

    def read_file(self, name: str) -> bytes:
        """The bytes of a file, named from where the fixtures file is."""
        if not self.reads_files:
            raise PermissionError(errno.EACCES, "over HTTP no file of this machine is read")
        return ((self.path.parent if self.path else Path.cwd()) / name).read_bytes()

    def line(self, where: Place) -> int:
        """The line of a place, or of what it would be in; 0 without a file."""
        prefixes = (where[:length] for length in range(len(where), -1, -1))
        return next((self.lines[each] for each in prefixes if each in self.lines), 0)


def load(source: str | Path | Mapping[str, Any], *, reads_files: bool = True) -> Fixtures:
    """A fixtures file, or the same as a dict, checked; `reads_files` is whether it may name some.

    Raises `InvalidFixture`, which names file and line of each mistake, and `OSError`.
    """
    if isinstance(source, Mapping):
        found = Fixtures(source, reads_files=reads_files)
    else:
        path = Path(source)
        found = _parsed(path, path.read_bytes())
    wrong = list(schema_words.problems(resources.schema("fixtures"), found.data))
    if wrong:
        wrong.sort(key=lambda each: (found.line(each[0]), list(map(str, each[0]))))
        raise InvalidFixture((), "\n".join(found.told(where, how) for where, how in wrong))
    return found


def plant(company: Company, fixtures: Fixtures) -> dict[str, Any]:
    """Fill a company; what became of each name in the file.

    Raises `InvalidFixture` with file and line, and then leaves the company as it was.
    """
    surroundings = seeding.Surroundings(_inventor(company), fixtures.read_file)
    try:
        return seeding.seed(company, fixtures.data, surroundings)
    except InvalidFixture as error:
        raise InvalidFixture((), fixtures.told(error.where, error.what)) from error


def _inventor(company: Company) -> Any:
    """Draws made-up things from the company's seed. Faker loads with the first of them."""
    inventor: Any = None

    def make_up(what: str) -> str:
        nonlocal inventor
        if inventor is None:
            from front_emulator.people import Inventor

            inventor = Inventor(company.ids.draw("fixtures"))
        made: str = inventor(what)
        return made

    return make_up


def _parsed(path: Path, content: bytes) -> Fixtures:
    import yaml

    try:
        text = content.decode()
        # JSON is YAML, but for tabs between its tokens; YAML alone tells lines.
        data = json.loads(text) if path.suffix == ".json" else None
        loader = yaml.SafeLoader(text.replace("\t", " ") if path.suffix == ".json" else text)
        # A time stays the text it is: what it means is for us to say.
        loader.yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
            for first, rules in loader.yaml_implicit_resolvers.items()
        }
        root = loader.get_single_node()
        lines: dict[Place, int] = {(): 1}
        lines.update(_lines(root, (), path) if root is not None else ())
        if data is None:
            data = loader.construct_document(root) if root is not None else {}
    except InvalidFixture:
        raise
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidFixture((), f"{path}:{line}: {error.problem}") from error
    except json.JSONDecodeError as error:
        raise InvalidFixture((), f"{path}:{error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        what = str(error).partition("\n")[0]
        raise InvalidFixture((), f"{path}:1: cannot be read: {what}") from error
    return Fixtures(data, path, lines)


def _lines(node: Any, place: Place, path: Path) -> Iterator[tuple[Place, int]]:
    """Each place in the document with its line. Raises `InvalidFixture` for a double key."""
    yield place, node.start_mark.line + 1
    if node.id == "sequence":
        for number, each in enumerate(node.value):
            yield from _lines(each, (*place, number), path)
    elif node.id == "mapping":
        seen = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise InvalidFixture((), f"{path}:{line}: the key {key.value} is there twice")
            seen.add(key.value)
            yield from _lines(value, (*place, key.value), path)
            yield (*place, key.value), line

"""Made-up people. Faker is slow to load, so only what needs it imports this module."""

from collections.abc import Callable, Iterator
from typing import Any

from faker import Faker


def teammates(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Teammates as `Company.add_teammate` takes them; the same for the same seed."""
    faker = _faker(seed)
    for number in range(count):
        first, last = faker.first_name(), faker.last_name()
        username = f"{first}.{last}{number}".lower()
        yield {
            "email": f"{username}@planet-express.example",
            "username": username,
            "first_name": first,
            "last_name": last,
        }


def visitor(seed: int, contact_type: str) -> tuple[str, str]:
    """A visitor's handle, of the channel's contact type, and name."""
    faker = _faker(seed)
    name = faker.name()
    if contact_type == "email":
        return faker.safe_email(), name
    if contact_type == "phone":
        return f"+1415555{faker.random_int(0, 9999):04}", name
    return f"visitor-{faker.hexify('^' * 8)}", name


def question(seed: int) -> str:
    """Something a visitor might write."""
    faker = _faker(seed)
    return faker.sentence(nb_words=8)


INVENTIONS: dict[str, Callable[[Faker], str]] = {
    "name": lambda faker: faker.name(),
    "first_name": lambda faker: faker.first_name(),
    "last_name": lambda faker: faker.last_name(),
    "email": lambda faker: faker.safe_email(),
    "phone": lambda faker: f"+1415555{faker.random_int(0, 9999):04}",
    "handle": lambda faker: f"visitor-{faker.hexify('^' * 8)}",
    "company": lambda faker: faker.company(),
    "city": lambda faker: faker.city(),
    "sentence": lambda faker: faker.sentence(nb_words=8),
    "paragraph": lambda faker: faker.paragraph(),
}
"""What can be made up, by name."""


class Inventor:
    """Makes things up one after the other; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._faker = _faker(seed)

    def __call__(self, what: str) -> str:
        """Raises `LookupError`, which says what can be made up."""
        if what not in INVENTIONS:
            raise LookupError(f"{what} cannot be made up; there are {', '.join(INVENTIONS)}")
        return INVENTIONS[what](self._faker)


def _faker(seed: int) -> Faker:
    faker = Faker("en_US", use_weighting=False)
    faker.seed_instance(seed)
    return faker

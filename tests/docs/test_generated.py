"""What is generated from the code is not stale."""

from tests.docs.generated import files


def test_generated_files_are_as_the_code_has_them() -> None:
    """`python -m tests.docs.generated` writes them anew."""
    for path, text in files():
        assert path.read_text("utf-8") == text, f"{path.name}: run python -m tests.docs.generated"

"""The command line: a thin shell over the public objects."""

from front_emulator.cli.group import cli, main

__all__ = ["cli", "main"]

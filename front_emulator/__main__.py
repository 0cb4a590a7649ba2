"""`python -m front_emulator`."""

from front_emulator.cli import main

main()

"""The HTTP face of the emulator: Front's Core API and the emulator's own admin API."""

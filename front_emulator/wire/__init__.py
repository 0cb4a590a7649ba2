"""Front's formats: everything that knows them, and nothing else does. Pure functions."""

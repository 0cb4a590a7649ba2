"""Front's rules and state. Knows no HTTP, no Flask and no JSON Schema."""

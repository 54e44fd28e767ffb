"""The kit as plain dicts: read with every mistake named, written with every unknown field kept."""

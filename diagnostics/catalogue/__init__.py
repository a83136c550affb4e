"""The catalogue: one TOML file per explanation, found by what happened."""

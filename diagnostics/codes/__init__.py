"""The dictionary of basic and enhanced codes: the floor under every diagnosis."""

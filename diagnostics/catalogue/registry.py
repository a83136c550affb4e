"""All entries and procedures, read once from their files: to add one, add a file; there is no list to edit."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diagnostics.catalogue import parsing
from diagnostics.catalogue.explanation import Explanation, Procedure
from diagnostics.catalogue.fields import CatalogueError, Fields

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Everything the product can explain, by code, and everything it can tell people to do, by id."""

    entries: Mapping[str, Explanation]
    procedures: Mapping[str, Procedure]


@cache
def catalogue() -> Catalogue:
    """Return the catalogue this product ships."""
    return load(FOLDER)


def load(folder: Path) -> Catalogue:
    """Read a catalogue from its folder; raises CatalogueError that names the file and the field at fault."""
    entries: dict[str, Explanation] = {}
    for path in sorted(folder.glob("entries/*/*.toml")):
        if path.stem in entries:
            raise CatalogueError(f"{path.relative_to(folder)}: another family has an entry of this name")
        entries[path.stem] = parsing.explanation(path.stem, path.parent.name, _fields(path, folder))
    procedures = {
        path.stem: parsing.procedure(path.stem, _fields(path, folder))
        for path in sorted(folder.glob("procedures/*.toml"))
    }
    return Catalogue(entries=entries, procedures=procedures)


def _fields(path: Path, folder: Path) -> Fields:
    name = str(path.relative_to(folder))
    try:
        return Fields(name, tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CatalogueError(f"{name}: {fault}") from fault

"""All entries and procedures, read once from their files: to add one, add a file; there is no list to edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from diagnostics.catalogue import parsing
from diagnostics.catalogue.explanation import Explanation, Procedure
from diagnostics.catalogue.fields import CatalogueError, Fields
from diagnostics.tables import TableError, tables

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
    try:
        files = tables(folder, "entries/*/*.toml", "procedures/*.toml", kept_as="catalogue")
    except TableError as fault:
        raise CatalogueError(str(fault)) from fault
    entries: dict[str, Explanation] = {}
    procedures: dict[str, Procedure] = {}
    for name, table in files.items():
        path = PurePath(name)
        if path.parts[0] == "procedures":
            procedures[path.stem] = parsing.procedure(path.stem, Fields(name, table))
            continue
        if path.stem in entries:
            raise CatalogueError(f"{name}: another family has an entry of this name")
        entries[path.stem] = parsing.explanation(path.stem, path.parent.name, Fields(name, table))
    return Catalogue(entries=entries, procedures=procedures)

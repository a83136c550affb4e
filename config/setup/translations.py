"""Turn the translations people write (.po) into what Django reads (.mo), without gettext's own tools."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parents[2]


def compile_file(source: Path) -> Path:
    """Write the .mo beside a .po; a fault in the file ends with its line."""
    try:
        with source.open("rb") as lines:
            catalogue = read_po(lines, locale=source.parents[1].name, domain=source.stem, abort_invalid=True)
    except (PoFileError, ValueError) as fault:
        raise SystemExit(f"{source}: {fault}") from None
    for message, faults in catalogue.check():
        raise SystemExit(f"{source}, line {message.lineno}: {faults[0]}")
    target = source.with_suffix(".mo")
    new = target.with_suffix(".new")
    with new.open("wb") as file:
        write_mo(file, catalogue)
    new.replace(target)
    return target


def main() -> None:
    """Compile the files named, or all."""
    for source in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        compile_file(source)


if __name__ == "__main__":
    main()

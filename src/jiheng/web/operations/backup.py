"""Backups: one zip with the database, the uploaded files, and the digests of both.

A backup is made of one moment while people work, and is put back by the database itself, so a site that is running
sees either the old content or the new one.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.db import connection
from django.utils import timezone

from jiheng import __version__
from jiheng.errors import SiteError
from jiheng.web.operations import databases, keys
from jiheng.web.operations.databases import Fingerprint
from jiheng.web.operations.schema import applied, is_known

__all__ = ["Summary", "has_people", "save", "unpack"]

_FORMAT = 1
_MANIFEST = "manifest.json"
_FILES = "files"
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 64 * _CHUNK


class Summary(NamedTuple):
    """What a backup holds.

    Attributes:
        made_at: ISO 8601.
        has_key: the secret key is in it, behind a passphrase.
        files: how many uploaded files.
        fingerprint: of the database's content.
    """

    made_at: str
    files: int
    has_key: bool
    fingerprint: Fingerprint


def has_people() -> bool:
    """Whether the database is in use: its tables are there and somebody is in them."""
    if "accounts_user" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
        return bool(cursor.fetchone()[0])


def save(target: Path, *, home: Path, passphrase: str = "") -> Summary:
    """Write a backup of the installation in `home` to `target`; people may work meanwhile.

    With a passphrase the secret key goes along, sealed by it.

    Raises:
        SiteError: the database cannot be read.
        OSError: `target` cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.tmp")
    made_at = timezone.localtime().isoformat(timespec="seconds")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".jiheng-") as made:
            stored = Path(made) / databases.file_name()
            fingerprint = databases.dump(stored)
            # The files come after the database: what it names was there before it named it.
            named = {stored.name: stored}
            named |= {path.relative_to(home).as_posix(): path for path in _files_below(home / _FILES)}
            manifest = {
                "format": _FORMAT,
                "program": __version__,
                "made_at": made_at,
                "database": connection.vendor,
                "migrations": applied(),
                "fingerprint": fingerprint._asdict(),
                "secret_key": keys.locked(passphrase) if passphrase else None,
                "files": {name: _described(path) for name, path in named.items()},
            }
            partial.touch(mode=0o600)
            with ZipFile(partial, "w", ZIP_DEFLATED, compresslevel=1) as archive:
                for name, path in named.items():
                    archive.write(path, name)
                archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return Summary(made_at, len(named) - 1, bool(passphrase), fingerprint)


@contextmanager
def unpack(source: Path) -> Iterator[Unpacked]:
    """A backup laid out in a folder of its own and checked, ready to be put back while the context lasts.

    Raises:
        SiteError: there is no such file, it is no whole backup, or one that does not belong here.
    """
    if not source.is_file():
        raise SiteError("backup-missing", path=source)
    with tempfile.TemporaryDirectory(prefix="jiheng-restore-") as made:
        folder = Path(made)
        try:
            with ZipFile(source) as archive:
                manifest = _manifest(archive, source)
                for name, expected in manifest["files"].items():
                    _extract(archive, name, expected, folder, source)
        except (BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise SiteError("backup-broken", path=source, part="zip") from error
        yield Unpacked(source, folder, manifest)


class Unpacked:
    """A backup whose every file is what the manifest says."""

    def __init__(self, source: Path, folder: Path, manifest: dict[str, Any]) -> None:
        """Made by `unpack`."""
        self._source = source
        self._folder = folder
        self._key = manifest.get("secret_key")
        fingerprint = Fingerprint(**manifest["fingerprint"])
        self.summary = Summary(manifest["made_at"], len(manifest["files"]) - 1, bool(self._key), fingerprint)

    def secret_key(self, passphrase: str) -> str:
        """The key of the installation that the backup is of.

        Raises:
            SiteError: it is not in the backup, or the passphrase is wrong.
        """
        if not self._key:
            raise SiteError("backup-without-key", path=self._source)
        try:
            key = keys.unlocked(self._key, passphrase)
        except ValueError as error:
            raise SiteError("backup-broken", path=self._source, part=_MANIFEST) from error
        if key is None:
            raise SiteError("passphrase-wrong", path=self._source)
        return key

    def put_back(self, home: Path) -> Summary:
        """Replace database and files of the installation in `home`, and compare what is there then.

        Raises:
            SiteError: the database does not take it, or holds something else afterwards.
        """
        stored = self._folder / databases.file_name()
        if not databases.file_holds(stored, self.summary.fingerprint):
            raise SiteError("backup-broken", path=self._source, part=stored.name)
        databases.load(stored)
        if not databases.holds(self.summary.fingerprint):
            raise SiteError("restore-differs", path=self._source)
        brought, present, old = self._folder / _FILES, home / _FILES, home / f"{_FILES}.old"
        shutil.rmtree(old, ignore_errors=True)
        if present.exists():
            present.rename(old)
        _copy_tree(brought, present)
        shutil.rmtree(old, ignore_errors=True)
        return self.summary


def _manifest(archive: ZipFile, source: Path) -> dict[str, Any]:
    try:
        if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
            raise BadZipFile(_MANIFEST)
        manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        format_, kind, files = manifest["format"], manifest["database"], manifest["files"]
        Fingerprint(**manifest["fingerprint"])
        is_newer = format_ != _FORMAT or not all(is_known(name) for name in manifest["migrations"])
    except (KeyError, ValueError, TypeError) as error:
        raise SiteError("backup-broken", path=source, part=_MANIFEST) from error
    if is_newer:
        raise SiteError("backup-newer", path=source)
    if kind != connection.vendor:
        raise SiteError("backup-other-database", path=source, kind=kind)
    if databases.file_name() not in files:
        raise SiteError("backup-broken", path=source, part=databases.file_name())
    return manifest


def _extract(archive: ZipFile, name: str, expected: dict[str, Any], folder: Path, source: Path) -> None:
    parts = PurePosixPath(name).parts
    is_ours = name == databases.file_name() or (parts[:1] == (_FILES,) and ".." not in parts and "\\" not in name)
    broken = SiteError("backup-broken", path=source, part=name)
    target = folder / name
    if not is_ours:
        raise broken
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(name) as stream, target.open("wb") as out:
            left = int(expected["size"])
            while chunk := stream.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise broken
                out.write(chunk)
    except (KeyError, TypeError, ValueError) as error:
        raise broken from error
    if _described(target) != expected:
        raise broken


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return {"size": path.stat().st_size, "sha256": file_digest(stream, "sha256").hexdigest()}


def _files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _copy_tree(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)

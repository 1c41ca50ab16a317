"""What a release leaves in a database, for the test that later versions take it over.

upgrade_fixture.py          writes tests/web/upgrade/NUMBER.jsonl.gz of the version that is checked out

Run it once when a release is made, with its code, and never again for that release: from then on the migrations that
it names stay as they are, and every later version is tried on it. (PYTHONPATH=…/src makes it record another checkout.)
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.config.settings")
PASSWORD = "upgrade-2026-people"  # noqa: S105 - of the people of a demo that nobody can reach
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - as above


def main() -> None:
    """Make a demo in a folder of its own, live in it, and write down what there is then."""
    parser = argparse.ArgumentParser(description="record what this version leaves in a database")
    parser.add_argument("--again", action="store_true", help="replace the record of this release")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jiheng-release-") as folder:
        os.environ["JIHENG_HOME"] = folder
        os.environ["JIHENG_DEMO_PASSWORD"] = PASSWORD
        os.environ.pop("JIHENG_DATABASE_URL", None)
        import django  # noqa: PLC0415 - the environment comes first

        django.setup()
        from tests.web.upgrade.release import FOLDER, SUFFIX, write  # noqa: PLC0415 - as above

        import jiheng  # noqa: PLC0415 - as above

        path = FOLDER / f"{jiheng.__version__.removesuffix('.0')}{SUFFIX}"
        if path.exists() and not options.again:
            sys.exit(f"{path.relative_to(ROOT)} is there: released versions are recorded once (--again replaces it)")
        empty = write(path, known=live())
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes, of {Path(jiheng.__file__).parent}")
    print(f"no rows: {', '.join(empty)}")


def live() -> dict[str, Any]:
    """A demo in which people have used whatever keeps something; what one has to know of it."""
    from jiheng.web.api.services import token_create  # noqa: PLC0415 - after Django is ready
    from jiheng.web.demo import load_demo  # noqa: PLC0415 - as above
    from jiheng.web.disclosure.models import PublishedFile  # noqa: PLC0415 - as above
    from jiheng.web.disclosure.services import exempt, publish, withdraw  # noqa: PLC0415 - as above
    from jiheng.web.goals.models import Goal, GoalState  # noqa: PLC0415 - as above
    from jiheng.web.goals.uploads import upload_bring  # noqa: PLC0415 - as above
    from jiheng.web.operations.schema import upgrade  # noqa: PLC0415 - as above

    upgrade()
    load_demo()
    preparer, leader = person("tianbao"), person("lingdao")
    approved = Goal.objects.filter(state=GoalState.APPROVED).order_by("-year").first()
    assert approved is not None
    place: dict[str, Any] = {"organization": approved.organization, "year": approved.year}
    publication = publish(**place, actor=leader)
    withdraw(publication=publication, actor=leader, reason="金额有误。")
    exempt(goal=approved, actor=leader, reason="涉及国家秘密。")
    document = publication.files.get(format="json").data
    upload_bring(**place, name="绩效目标.json", data=bytes(document), actor=preparer)
    with_second_factor("zhuguan2")
    _token, secret = token_create(actor=preparer, name="财务系统", scopes=["read"], days=365)
    PublishedFile.objects.filter(format="pdf").delete()  # would be most of the record
    return {"password": PASSWORD, "token": secret, "with_second_factor": "zhuguan2", "second_factor": SECRET}


def person(login: str) -> Any:
    """Somebody of the demo."""
    from jiheng.web.accounts.models import User  # noqa: PLC0415 - after Django is ready

    return User.objects.get(login=login)


def with_second_factor(login: str) -> None:
    """Somebody of the demo begins to be asked for codes."""
    from jiheng.web.accounts.services import second_factor_confirm  # noqa: PLC0415 - after Django is ready
    from jiheng.web.accounts.totp import STEP, code_at  # noqa: PLC0415 - as above

    second_factor_confirm(actor=person(login), secret=SECRET, code=code_at(SECRET, int(time.time()) // STEP))


if __name__ == "__main__":
    main()

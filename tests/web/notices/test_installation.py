"""The real site with its worker, and `jiheng doctor`, told of a mail server by the environment."""

from __future__ import annotations

import time
from contextlib import contextmanager

import pytest
from tests.web.installations import Installation, free_port
from tests.web.notices.conftest import Post, serve


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    with prepared.demo(tmp_path_factory.mktemp("site") / "data") as installation:
        yield installation


def _with_mail(site, port, **more):
    ours = {"JIHENG_MAIL_URL": f"smtp://127.0.0.1:{port}", "JIHENG_MAIL_FROM": "绩衡 <jiheng@bureau.example>"}
    return Installation(site.folder, site.environment | ours | {"JIHENG_ADDRESS": "https://jixiao.example"} | more)


@contextmanager
def _at_work(site):
    """The site up, with its background work, which beside a database server is a process of its own."""
    with site.serving():
        worker = site.begin("worker") if "JIHENG_DATABASE_URL" in site.environment else None
        try:
            yield
        finally:
            if worker:
                worker.terminate()
                worker.communicate(timeout=60)


def _line(done, name):
    return next(line for line in done.stdout.splitlines() if line[3:].startswith(f"{name} "))


def test_the_worker_sends_what_waits_and_runs_the_jobs(site):
    site.python(
        "from django.utils import timezone; from jiheng.web.accounts.models import User\n"
        "from jiheng.web.notices.models import JobRun, Mail, Notice; now = timezone.now()\n"
        "User.objects.filter(login='tianbao').update(email='tianbao@unit.example')\n"
        "person = User.objects.get(login='tianbao'); mail = Mail.objects.create(user=person, created_at=now, due_at=now)\n"
        "Notice.objects.create(user=person, kind='review.returned', key='test', title='被退回', url='/', created_at=now, mail=mail)"
    )
    post = Post()
    controller = serve(post)
    try:
        with _at_work(_with_mail(site, controller.port)):
            end = time.monotonic() + 30
            while not post.letters and time.monotonic() < end:
                time.sleep(0.1)
    finally:
        controller.stop()
    assert [letter["Subject"] for letter in post.letters if letter["To"] == "tianbao@unit.example"][:1] == ["被退回"]
    done = site.python(
        "from jiheng.web.notices.models import JobRun\n"
        "print(*sorted(row.name for row in JobRun.objects.filter(problem='').exclude(slot=None)))"
    )
    assert set(done.split()) >= {"reminders.deadlines", "reminders.tasks", "mail.digest", "notices.tidy"}


def test_the_doctor_tries_the_mail_server(site):
    assert _line(site.quick("doctor"), "邮件") == "△  邮件         没有设置邮件服务器，不发邮件"
    port = free_port()
    done = _with_mail(site, port).run("doctor")
    assert done.returncode == 1
    assert _line(done, "邮件").endswith(f"127.0.0.1:{port} 不能用（连接被拒绝，这个端口上没有邮件服务）")
    controller = serve(Post())
    try:
        done = _with_mail(site, controller.port).run("doctor")
        assert done.returncode == 0
        assert _line(done, "邮件").endswith(f"127.0.0.1:{controller.port} 可以用")
        done = _with_mail(site, controller.port, JIHENG_ADDRESS="").run("doctor")
        assert _line(done, "邮件").endswith("可以用，但邮件里没有链接")
    finally:
        controller.stop()


def test_the_doctor_names_mails_that_were_given_up_and_jobs_that_fail(site):
    site.python(
        "from django.utils import timezone; from jiheng.web.accounts.models import User\n"
        "from jiheng.web.notices.models import JobRun, Mail; now = timezone.now()\n"
        "Mail.objects.create(user=User.objects.first(), created_at=now, due_at=now, failed_at=now, problem='550 no')\n"
        "JobRun.objects.update_or_create(name='x', defaults={'failures': 3, 'problem': 'KeyError'})"
    )
    done = site.quick("doctor")
    assert _line(done, "邮件发送").endswith("1 封没有发出去，最近一次的原因：550 no")
    assert _line(done, "定时任务").endswith("x 连续失败 3 次：KeyError")


def test_settings_that_make_no_sense_stop_the_start_with_a_word(site):
    done = _with_mail(site, 25, JIHENG_MAIL_FROM="").try_serving()
    assert done.returncode == 2
    assert done.stderr.startswith("jiheng：邮件的设置不对：JIHENG_MAIL_URL 应当写成 smtp://")

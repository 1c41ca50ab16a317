"""`jiheng serve` as a real process: up, used, stopped, killed."""

from __future__ import annotations

import os
import re
import select
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.request import urlopen

import pytest
from tests.web.installations import Browser, free_port, new_installation

from jiheng.cli import site
from jiheng.cli.main import main

_HOLD = """
import sys, time, django; django.setup()
from pathlib import Path
from jiheng.web.operations.alone import alone
with alone(Path(sys.argv[1]), on_wait=print):
    print("inside", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def demo(prepared, tmp_path_factory):
    with prepared.demo(tmp_path_factory.mktemp("site") / "data") as installation:
        yield installation


@pytest.fixture
def started(prepared, tmp_path):
    with prepared.started(tmp_path / "data") as installation:
        yield installation


@pytest.fixture
def empty(tmp_path):
    with new_installation(tmp_path / "data") as installation:
        yield installation


def _sessions(server, stop, confirmed):
    """Sign in again and again; whatever the site has confirmed is written down."""
    while not stop.is_set():
        browser = Browser(server.address)
        try:
            browser.sign_in("tianbao")
        except (OSError, HTTPException):  # the site went away in the middle of a word
            return
        confirmed.append(browser)


def test_demo_names_its_people_its_password_and_its_address(demo):
    assert "演示-2027-密码" in demo.first_words
    assert re.search(r"tianbao +管委会填报人 +填报人 +云溪经济开发区管理委员会", demo.first_words)
    assert "http://127.0.0.1:" in demo.first_words


def test_demo_has_goals_at_every_stage_and_a_whole_log(demo):
    states = demo.python(
        "from jiheng.web.goals.models import Goal\n"
        "print(*sorted(set(Goal.objects.values_list('state', flat=True))))\n"
        "from jiheng.web.audit.selectors import verify; print(verify().broken_at)"
    )
    assert states.split() == ["approved", "draft", "returned", "submitted", "None"]


def test_demo_may_be_started_again_and_people_find_what_was_there_until_it_is_told_to_end(demo):
    count = "from jiheng.web.goals.models import Goal, Version; print(Goal.objects.count(), Version.objects.count())"
    before = demo.python(count)
    with demo.serving("--demo") as server:
        assert server.seconds < 30  # ten on a machine that does nothing else
        browser = Browser(server.address)
        assert "管委会填报人" in browser.sign_in("tianbao")
        for script in ("htmx.min.js", "echarts.min.js"):
            with urlopen(f"{server.address}/static/ui/vendor/{script}") as answer:
                assert answer.headers["Content-Type"].startswith("text/javascript")
        assert demo.python(count) == before != "0 0"
        assert server.end() == 0
        assert "绩衡已停止\n" in server.said


def test_what_was_confirmed_survives_a_kill_at_any_moment(demo):
    confirmed = []
    with demo.serving() as server:
        stop = threading.Event()
        people = [threading.Thread(target=_sessions, args=(server, stop, confirmed)) for _person in range(3)]
        for person in people:
            person.start()
        while len(confirmed) < 5:
            time.sleep(0.05)
        server.kill()
        stop.set()
        for person in people:
            person.join()
    assert server.is_gone()
    with demo.serving() as server:
        for browser in confirmed:
            browser.address = server.address
            assert "管委会填报人" in browser.get("/accounts/me/")
    assert demo.python("from jiheng.web.audit.selectors import verify; print(verify().broken_at)") == "None"


def test_first_start_makes_the_three_administrators_and_shows_their_passwords_once(started):
    passwords = dict(re.findall(r"^  (\w+) +\S+ +(\S+)$", started.first_words, re.MULTILINE))
    assert set(passwords) == {"system", "security", "audit"}
    with started.serving() as server:
        assert "新密码" in Browser(server.address).sign_in("system", passwords["system"])
    assert "管理员" not in "".join(server.said)


def test_demo_is_not_mixed_with_real_data(started):
    refused = started.try_serving("--demo")
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].startswith("jiheng：这里已经有正式数据，不能载入演示数据")


def test_a_port_that_is_taken_is_one_line(demo):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = demo.quick("serve", "--port", str(port))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"jiheng：端口 {port} 已被占用。请用 --port 换一个，或先停掉占用它的程序\n"


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--port", "70000"], "jiheng：--port 应当是 1 到 65535 的整数，不能是 70000"),
        (["--host", "192.0.2.1"], "jiheng：不能在 192.0.2.1 的 8000 端口上提供服务"),
        (["--workers", "1000"], "jiheng：--workers 应当是 1 到 64 的整数，不能是 1000"),
        (["--workers", "0"], "jiheng：--workers 应当是 1 到 64 的整数，不能是 0"),
    ],
)
def test_what_cannot_be_served_is_one_line(demo, options, line):
    done = demo.quick("serve", *options)
    assert done.returncode == 2
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_one_line(empty, tmp_path):
    (tmp_path / "file").write_text("")
    done = empty.run("serve", "--data", str(tmp_path / "file" / "data"))
    assert done.returncode == 2
    assert done.stderr.endswith("file/data 不能写入（路径中有一段不是文件夹）。请改正权限，或用 --data 换一个文件夹\n")


def test_a_database_that_does_not_answer_is_one_line(empty):
    empty.environment["JIHENG_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
    done = empty.run("serve", "--port", str(free_port()))
    assert done.returncode == 2
    assert done.stderr.startswith("jiheng：打不开数据库（")
    assert done.stderr.count("\n") == 1
    empty.environment["JIHENG_DATABASE_URL"] = "mysql://somewhere"
    assert empty.run("serve").stderr.startswith("jiheng：JIHENG_DATABASE_URL 不对")


def test_without_the_packages_of_the_site_one_line_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(site, "_PACKAGES", ("django", "no_such_package"))
    assert main(["--lang", "zh", "serve"]) == 2
    assert capsys.readouterr().err == (
        "jiheng：运行网站需要可选组件（缺少 no_such_package）。请安装：pip install 'jiheng[web]'\n"
    )


def test_of_two_first_starts_at_once_one_prepares_and_the_other_waits(empty):
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _number: empty.try_serving(), range(2)))
    assert [each.returncode for each in done] == [0, 0], "".join(each.stderr for each in done)
    assert sum("已建立三个管理员账号" in each.stdout for each in done) == 1
    assert empty.python("from jiheng.web.accounts.models import User; print(User.objects.count())") == "3"


def test_who_prepares_is_named_and_waited_for_as_long_as_its_process_lasts(started):
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(started.folder)], env=started.variables, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "inside\n"
        waiting = started.begin("serve", "--check", "--workers", "1", "--port", str(free_port()))
        who = f"进程 {holder.pid} " if not os.environ.get("JIHENG_DATABASE_URL") else "另一个进程"
        assert waiting.stdout.readline() == f"{who}正在准备这个网站的数据库，等它完成……\n"
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(2)
        assert select.select([waiting.stdout], [], [], 0)[0] == []
    finally:
        holder.kill()
        holder.stdout.close()
        holder.wait(60)
    said, _nothing = waiting.communicate(timeout=60)
    assert waiting.returncode == 0
    assert "绩衡已启动" in said

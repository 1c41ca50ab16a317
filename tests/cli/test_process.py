"""The command as a process: streams, encodings, pipes, signals, start-up."""

import json
import signal
import subprocess
import sys
import time

import pytest
from tests.cli.conftest import goal_table

COMMAND = [sys.executable, "-c", "from jiheng.cli.main import entry; entry()"]
# As on a server without any locale: standard streams are ASCII.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    "command", [["read", "a.txt"], ["check", "a.txt"], ["rule"], ["--help"], ["read", "没有.txt"], ["读"]]
)
def test_output_is_utf_8_where_the_locale_knows_only_ascii(run, write, command):
    write("a.txt", goal_table(total="60.00"))
    result = run(*command, env=ASCII)
    assert b"Traceback" not in result.stderr
    assert any("\u4e00" <= char <= "\u9fff" for char in (result.stdout + result.stderr).decode("utf-8"))


def test_standard_input_is_read_where_a_dash_stands(run):
    result = run("read", "-", input=goal_table().encode("gb18030"))
    assert result.returncode == 0
    assert json.loads(result.stdout)["documents"][0]["source"]["path"] == "-"
    empty = run("read", "-", input=b"")
    assert empty.returncode == 2
    assert empty.stderr.decode("utf-8") == "标准输入: 文件是空的。请换一份有内容的文件\n"


def test_data_goes_to_stdout_and_messages_to_stderr(run, write):
    write("a.txt", goal_table(total="60.00"))
    result = run("check", "没有.txt", "a.txt", "--format", "json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["summary"]["findings"] == 2
    assert result.stderr.decode("utf-8") == "没有.txt: 文件不存在。请核对路径\n"


def test_a_reader_who_has_seen_enough_hears_no_complaint(write, here):
    for number in range(60):
        write(f"材料/{number}.txt", goal_table(total=f"{number}.00"))
    with subprocess.Popen(
        [*COMMAND, "read", "材料", "--format", "jsonl"], cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.readline().startswith(b"{")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for another process")
def test_an_interrupt_ends_quietly():
    with subprocess.Popen(
        [*COMMAND, "read", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Tests in the background are deaf to it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        time.sleep(1.5)  # until it waits for its input
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read() == b""


def test_a_device_is_written_to_and_not_replaced(run, write):
    write("a.txt", goal_table())
    assert run("read", "a.txt", "--output", "/dev/null").returncode == 0
    assert b'"documents"' in run("read", "a.txt", "--output", "/dev/stdout").stdout


def test_help_loads_nothing_that_only_a_command_needs():
    """What is not loaded costs no time; the benchmark measures the time itself."""
    code = (
        "import sys; from jiheng.cli.main import main; main(['--help'])\n"
        "heavy = {'lxml', 'rich', 'jinja2', 'jiheng.rules.registry', 'jiheng.reports', 'jiheng.engine'} & sys.modules.keys()\n"
        "assert not heavy, heavy"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")

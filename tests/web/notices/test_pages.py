"""What people see: the bell, the list, the settings, reminding units, the mail server."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jiheng.web.audit.models import Entry
from jiheng.web.goals.services import goal_create
from jiheng.web.notices.models import Mail, Notice, Reminder
from jiheng.web.notices.selectors import rule_of
from jiheng.web.notices.services import notify

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def told(world):
    """Forty notices for the preparer, three of them unread."""
    now = timezone.now()
    for number in range(40):
        notify(
            people=[world.people["preparer"]], kind="review.task", key=f"{number}", title=f"第{number}条", url="/goals/"
        )
        Notice.objects.filter(key=str(number)).update(created_at=now - timedelta(minutes=number))
    Notice.objects.exclude(key__in=["5", "38", "39"]).update(read_at=now)
    return world


def text(response):
    return response.content.decode()


@pytest.mark.usefixtures("told")
def test_the_bell_counts_what_was_not_read(signed_in):
    browser = signed_in("preparer")
    assert re.search(r'<a href="/notices/">提醒 <span class="count">3</span>', text(browser.get("/goals/")))
    browser.post("/notices/read/")
    assert '<a href="/notices/">提醒</a>' in text(browser.get("/goals/"))


@pytest.mark.usefixtures("told")
def test_the_list_has_the_unread_first_and_goes_on(signed_in):
    browser = signed_in("preparer")
    titles = re.findall(r"第(\d+)条</a>", text(browser.get("/notices/")))
    assert titles[:4] == ["5", "38", "39", "0"]
    assert len(titles) == 30
    assert len(re.findall(r"第(\d+)条</a>", text(browser.get("/notices/?page=2")))) == 10
    assert re.findall(r"第(\d+)条</a>", text(browser.get("/notices/?show=unread"))) == ["5", "38", "39"]


@pytest.mark.usefixtures("told")
def test_to_open_a_notice_leads_on_and_counts_as_read(signed_in):
    browser = signed_in("preparer")
    notice = Notice.objects.get(key="5")
    browser.head(f"/notices/{notice.pk}/")
    notice.refresh_from_db()
    assert notice.read_at is None
    assert browser.get(f"/notices/{notice.pk}/").url == "/goals/"
    notice.refresh_from_db()
    assert notice.read_at


def test_hostile_words_are_shown_as_words(world, signed_in):
    notify(people=[world.people["preparer"]], kind="review.task", key="x", title=HOSTILE, text=HOSTILE, url="/goals/")
    page = text(signed_in("preparer").get("/notices/"))
    assert HOSTILE not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2


def test_what_is_mailed_is_chosen_by_kind(signed_in):
    browser = signed_in("preparer")
    page = text(browser.get("/notices/settings/"))
    assert 'name="review.returned" value="immediate" aria-label="我提交的被退回 立即发邮件" checked' in page
    assert 'name="mail.trouble"' not in page
    browser.post("/notices/settings/", {"review.returned": "never", "unknown": "daily"})
    page = text(browser.get("/notices/settings/"))
    assert 'name="review.returned" value="never" aria-label="我提交的被退回 不发邮件" checked' in page
    answer = browser.post("/notices/settings/", {"review.returned": "sometimes"}, follow=True)
    assert "没有这种邮件方式" in text(answer)


def test_a_department_reminds_its_units_once_a_day(world, signed_in):
    goal_create(organization=world.units[0], year=world.year, actor=world.people["preparer"])
    browser = signed_in("department_reviewer")
    page = text(browser.get("/notices/reminders/"))
    assert "教育局第1单位" in page
    assert "交通运输局" not in page
    chosen = {"text": f"请今天报送 {HOSTILE}", "unit": [world.units[0].pk, world.units[1].pk, world.units[2].pk]}
    page = text(browser.post("/notices/reminders/", chosen, follow=True))
    assert "已催报 1 个单位，通知了 2 人" in page
    assert "没有填报人和负责人，没有人可催：教育局第2单位" in page
    notices = Notice.objects.filter(kind="reminder.by-hand")
    assert set(notices.values_list("user__login", flat=True)) == {"preparer", "unit_leader"}
    assert notices[0].text.startswith(f"主管部门审核人：请今天报送 {HOSTILE}\n还没有提交的：草稿 1 张")
    entry = Entry.objects.get(action="reminder.sent")
    assert (entry.organization, entry.after["text"]) == (world.units[0].code, chosen["text"])
    page = text(browser.post("/notices/reminders/", chosen, follow=True))
    assert "今天已经催过，没有再发：教育局第1单位" in page
    assert notices.count() == 2
    Reminder.objects.update(day=timezone.localdate() - timedelta(days=1))
    browser.post("/notices/reminders/", {"all": "1"})
    assert notices.count() == 4


def test_nothing_is_sent_without_a_choice_or_with_too_many_words(world, signed_in):
    browser = signed_in("performance_office")
    assert browser.get("/notices/reminders/").status_code == 200
    for fields in ({}, {"unit": "x"}, {"unit": world.units[0].pk, "text": "长" * 501}):
        assert browser.post("/notices/reminders/", fields).status_code == 422
    assert not Notice.objects.exists()


def test_the_office_sets_the_days_of_a_window(world, signed_in):
    browser = signed_in("performance_office")
    assert f"/notices/phases/{world.phase.pk}/" in text(browser.get("/organizations/years/"))
    page = f"/notices/phases/{world.phase.pk}/"
    assert 'value="7、3、1"' in text(browser.get(page))
    for days in ("很多", "61", "", "1" * 20):
        assert browser.post(page, {"is_on": "on", "days": days}).status_code == 422
    browser.post(page, {"is_on": "on", "days": "10, 5，1"})
    rule = rule_of(world.phase)
    assert (rule.is_on, rule.days) == (True, [10, 5, 1])
    assert Entry.objects.get(action="reminder-rule.changed").before == {"is_on": True, "days": [7, 3, 1]}


@pytest.mark.usefixtures("mailbox")
def test_the_administrator_tries_the_mail_server(post, signed_in):
    browser = signed_in("system")
    assert "system@unit.example" in text(browser.get("/notices/mail/"))
    page = text(browser.post("/notices/mail/test/", {"to": "me@unit.example"}, follow=True))
    assert "请到 me@unit.example 查收" in page
    (letter,) = post.letters
    assert (letter["To"], letter["Subject"]) == ("me@unit.example", "绩衡：测试邮件")
    post.refuse = {"me@unit.example": "550 <b>no</b>"}
    answer = browser.post("/notices/mail/test/", {"to": "me@unit.example"})
    assert answer.status_code == 422
    assert "没有发出去：550 &lt;b&gt;no&lt;/b&gt;" in text(answer)
    assert browser.post("/notices/mail/test/", {"to": "me\n@x"}).status_code == 422
    assert Entry.objects.filter(action="mail.tested").count() == 2


def test_the_administrator_sees_what_failed_and_has_it_sent_again(mailbox, signed_in):
    now = timezone.now()
    Mail.objects.create(
        user=mailbox.people["preparer"], created_at=now, due_at=now, attempts=4, failed_at=now, problem="550 满了"
    )
    browser = signed_in("system")
    page = text(browser.get("/notices/mail/"))
    assert "JIHENG_MAIL_URL" in page
    assert "550 满了" in page
    browser.post("/notices/mail/retry/")
    assert Mail.objects.get().failed_at is None

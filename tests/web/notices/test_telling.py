"""People are told once, in their language, and only what leads somewhere in the site."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.utils.translation import gettext as _
from tests.web.factories import make_person

from jiheng.web.notices.models import Mail, Notice
from jiheng.web.notices.services import notify, preferences_save


def tell(people, **changes):
    return notify(
        people=people, **({"kind": "review.returned", "key": "k", "title": "退回", "url": "/goals/1/"} | changes)
    )


def test_for_one_key_a_person_is_told_once(world):
    preparer, leader = world.people["preparer"], world.people["unit_leader"]
    assert tell([preparer]) == 1
    assert tell([preparer, leader], title="别的话") == 1
    assert list(Notice.objects.order_by("pk").values_list("user", "title")) == [
        (preparer.pk, "退回"),
        (leader.pk, "别的话"),
    ]


def test_what_is_renewed_comes_up_again_with_the_new_words(world):
    preparer = world.people["preparer"]
    tell([preparer], title="1 项")
    Notice.objects.update(read_at="2026-01-01T00:00Z")
    assert tell([preparer], title="2 项", renew=True) == 1
    (notice,) = Notice.objects.all()
    assert (notice.title, notice.read_at) == ("2 项", None)


@pytest.mark.django_db
def test_who_has_left_is_not_told():
    gone = make_person("gone")
    gone.is_active = False
    gone.save()
    assert tell([gone]) == 0


def test_each_is_told_in_their_language(world):
    english = world.people["preparer"]
    english.language = "en"
    english.save()
    tell([english, world.people["unit_leader"]], title=lambda: _("退出"))
    assert dict(Notice.objects.values_list("user__login", "title")) == {"preparer": "Sign out", "unit_leader": "退出"}


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_a_notice_leads_nowhere_else(world, url):
    with pytest.raises(ValueError, match=r"^"):
        tell([world.people["preparer"]], url=url)


def test_a_kind_that_nobody_registered_is_refused(world):
    with pytest.raises(LookupError):
        tell([world.people["preparer"]], kind="nothing")


def test_without_a_mail_server_nothing_is_mailed(mailbox):
    tell([mailbox.people["preparer"]])
    assert not Mail.objects.exists()


@pytest.mark.usefixtures("post")
def test_what_a_person_does_not_want_mailed_is_not(mailbox):
    preparer, leader = mailbox.people["preparer"], mailbox.people["unit_leader"]
    preferences_save(actor=preparer, wanted={"review.returned": "never", "review.task": "immediate"})
    tell([preparer, leader])
    tell([preparer, leader], kind="review.task", key="t")
    told = Mail.objects.order_by("pk").values_list("user__login", "notices__kind")
    assert list(told) == [("unit_leader", "review.returned"), ("preparer", "review.task")]


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_at_once_give_one_notice_and_one_mail(settings):
    settings.MAIL = object()  # only whether there is one is asked here
    person = make_person("somebody")
    person.email = "somebody@unit.example"
    person.save()
    start = threading.Barrier(4)

    def work():
        start.wait()
        try:
            tell([person])
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Notice.objects.count(), Mail.objects.count()) == (1, 1)

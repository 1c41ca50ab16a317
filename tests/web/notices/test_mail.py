"""Mail, through real servers: what arrives, what is tried again, what is given up."""

from __future__ import annotations

import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from tests.web.factories import make_person
from tests.web.installations import free_port
from tests.web.notices.conftest import PASSWORD, Post, serve, server_at

from jiheng.web.config.mail import MailServer, mail_server, site_address
from jiheng.web.notices.daily import digest
from jiheng.web.notices.letters import probe
from jiheng.web.notices.models import Mail, Notice
from jiheng.web.notices.outbox import RETRIES, deliver_due
from jiheng.web.notices.services import mails_retry, notify, preferences_save

MINUTE = timedelta(minutes=1)
HOSTILE = "退回\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script>\u202e=cmd|' /C calc'!A0"


def tell(person, **changes):
    said = {
        "kind": "review.returned",
        "key": "k",
        "title": "“招商经费”被退回",
        "text": "请写明批次",
        "url": "/goals/1/",
    }
    notify(people=[person], **(said | changes))


def test_a_notice_is_mailed_at_once_in_chinese(mailbox, post):
    tell(mailbox.people["preparer"])
    assert deliver_due() == 1
    assert deliver_due() == 0
    (letter,) = post.letters
    assert letter["To"] == "preparer@unit.example"
    assert letter["Subject"] == "“招商经费”被退回"
    assert letter["From"].addresses[0].display_name == "绩衡"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<https://jixiao.example/notices/settings/>"
    assert all(line.isascii() for line in post.raw[0].split(b"\r\n\r\n")[0].splitlines())
    notice = Notice.objects.get()
    for part in (letter.get_body(["plain"]), letter.get_body(["html"])):
        text = part.get_content()
        assert "请写明批次" in text
        assert f"https://jixiao.example/notices/{notice.pk}/" in text
        assert "https://jixiao.example/notices/settings/" in text
    assert Mail.objects.get().sent_at


def test_the_mail_speaks_the_language_of_the_person(mailbox, post):
    preparer = mailbox.people["preparer"]
    preparer.language = "en"
    preparer.save()
    tell(preparer, title="“Fairs” was returned", text="")
    deliver_due()
    assert 'lang="en"' in post.letters[0].get_body(["html"]).get_content()


def test_hostile_words_stay_words(mailbox, post):
    tell(mailbox.people["preparer"], title=HOSTILE, text=HOSTILE)
    deliver_due()
    (letter,) = post.letters
    assert letter["Subject"].strip() == "退回 Bcc: all@evil.example <script>alert(1)</script> =cmd|' /C calc'!A0"
    assert letter["Bcc"] is None
    assert letter["To"] == "preparer@unit.example"
    html = letter.get_body(["html"]).get_content()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_without_an_address_of_its_own_the_mail_says_where_to_look(mailbox, post, settings):
    settings.SITE_ADDRESS = ""
    tell(mailbox.people["preparer"])
    deliver_due()
    text = post.letters[0].get_body(["plain"]).get_content()
    assert "http" not in text
    assert "请登录绩衡，在“提醒”里查看。" in text


def test_one_digest_a_person_and_day_of_what_was_not_read(mailbox, post):
    preparer, leader = mailbox.people["preparer"], mailbox.people["unit_leader"]
    for number in range(3):
        tell(preparer, kind="reminder.due", key=f"due-{number}", title=f"提醒{number}")
    tell(leader, kind="reminder.due", key="read", title="看过了")
    Notice.objects.filter(user=leader).update(read_at=timezone.now())
    now = timezone.now()
    assert deliver_due() == 0
    digest.collect(now)
    tell(preparer, kind="reminder.due", key="more", title="后来的")
    digest.collect(now + MINUTE)
    deliver_due(now + 2 * MINUTE)
    (letter,) = post.letters
    assert letter["Subject"] == "绩衡：3 条提醒"
    text = letter.get_body(["plain"]).get_content()
    assert all(f"提醒{number}" in text for number in range(3))
    digest.collect(now + timedelta(days=1))
    assert deliver_due(now + timedelta(days=1)) == 1  # what came later is in that of the next day
    digest.collect(now + timedelta(days=2))
    assert deliver_due(now + timedelta(days=2)) == 0


def test_a_person_can_have_it_otherwise(mailbox, post):
    preparer = mailbox.people["preparer"]
    preferences_save(actor=preparer, wanted={"review.returned": "daily", "reminder.due": "never"})
    tell(preparer)
    tell(preparer, kind="reminder.due", key="due")
    assert deliver_due() == 0
    digest.collect(timezone.now())
    deliver_due()
    assert [letter["Subject"] for letter in post.letters] == ["绩衡：1 条提醒"]


def test_whoever_has_left_since_is_not_written_to(mailbox, post):
    preparer = mailbox.people["preparer"]
    tell(preparer)
    preparer.is_active = False
    preparer.save()
    assert deliver_due() == 0
    assert post.letters == []
    assert not Mail.objects.exists()


def test_a_server_that_is_down_is_tried_again_and_then_given_up(mailbox, settings):
    settings.MAIL = server_at(free_port())
    tell(mailbox.people["preparer"])
    now = timezone.now() + MINUTE
    for wait in (*RETRIES, timedelta()):
        assert deliver_due(now) == 0
        assert deliver_due(now + wait / 2) == 0  # not yet
        now += wait
    mail = Mail.objects.get()
    assert (mail.attempts, mail.failed_at is not None) == (4, True)
    assert mail.problem == "连接被拒绝，这个端口上没有邮件服务"
    notice = Notice.objects.get(user=mailbox.people["system"])
    assert (notice.title, notice.url) == ("有邮件没有发出去", "/notices/mail/")
    assert deliver_due(now + timedelta(days=1)) == 0

    post = Post()
    controller = serve(post)
    settings.MAIL = server_at(controller.port)
    assert mails_retry(actor=mailbox.people["system"]) == 1
    deliver_due()
    controller.stop()
    assert len(post.letters) == 1


def test_one_address_that_is_refused_does_not_stop_the_others(mailbox, post):
    post.refuse = {"preparer@unit.example": "550 查无此人", "unit_leader@unit.example": "450 try later"}
    for name in ("preparer", "unit_leader", "auditor"):
        tell(mailbox.people[name])
    assert deliver_due() == 1
    assert [letter["To"] for letter in post.letters] == ["auditor@unit.example"]
    states = {mail.user.login: (bool(mail.failed_at), mail.problem[:3]) for mail in Mail.objects.select_related("user")}
    assert states == {"preparer": (True, "550"), "unit_leader": (False, "450"), "auditor": (False, "")}


def test_an_address_that_is_none_is_given_up(mailbox, post):
    preparer = mailbox.people["preparer"]
    preparer.email = "a@unit.example\nBcc: all@evil.example"
    preparer.save()
    tell(preparer)
    assert deliver_due() == 0
    assert post.letters == []
    assert Mail.objects.get().failed_at


def test_a_server_that_asks_who_it_is(mailbox, guarded):
    post, with_password = guarded
    with_password("wrong")
    tell(mailbox.people["preparer"])
    assert deliver_due() == 0
    assert Mail.objects.get().problem.startswith("535")
    assert PASSWORD not in Mail.objects.get().problem
    with_password(PASSWORD)
    assert deliver_due(timezone.now() + 2 * MINUTE) == 1
    assert len(post.letters) == 1


def test_the_probe_names_what_is_wrong(guarded, settings):
    _post, with_password = guarded
    with_password(PASSWORD)
    port = settings.MAIL.port
    assert probe(settings.MAIL) == ""
    assert probe(server_at(port, user="jiheng", password="wrong")).startswith("535")
    assert probe(server_at(port, security="starttls")) == "STARTTLS extension not supported by server."
    assert probe(server_at(port, security="tls")).startswith("加密连接没有建立")
    assert probe(server_at(port, host="no-such-host.invalid")) == "找不到这台主机"
    assert probe(server_at(free_port())) == "连接被拒绝，这个端口上没有邮件服务"


def test_an_encrypted_server_has_to_prove_its_name(mailbox, settings, tmp_path, monkeypatch):
    certificate = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    post = Post()
    controller = serve(post, tls_context=context, require_starttls=True)
    try:
        settings.MAIL = server_at(controller.port, security="starttls", host="localhost")
        assert "证书不可信" in probe(settings.MAIL)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert probe(settings.MAIL) == ""
        tell(mailbox.people["preparer"])
        assert deliver_due() == 1
    finally:
        controller.stop()


@pytest.mark.usefixtures("post")
def test_a_mail_that_cannot_be_made_stops_nothing(mailbox, monkeypatch):
    from jiheng.web.notices import outbox

    def broken(mail):
        if mail.user == mailbox.people["preparer"]:
            raise RuntimeError("no template")
        return letter(mail)

    letter = outbox.letter
    monkeypatch.setattr(outbox, "letter", broken)
    for name in ("preparer", "unit_leader"):
        tell(mailbox.people[name])
    assert deliver_due() == 1
    assert Mail.objects.get(user=mailbox.people["preparer"]).problem == "no template"


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_sends(post):
    for number in range(12):
        person = make_person(f"person{number}")
        person.email = f"person{number}@unit.example"
        person.save()
        tell(person)
    now = timezone.now()
    start = threading.Barrier(3)

    def work():
        start.wait()
        try:
            for _each in range(4):
                deliver_due(now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(letter["To"] for letter in post.letters) == sorted(f"person{n}@unit.example" for n in range(12))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25, "", "", "", "a@b.example")),
        ("smtps://u%40x:p%3A%2Fw@mail.example", MailServer("mail.example", 465, "u@x", "p:/w", "tls", "a@b.example")),
        ("smtp+starttls://u:p@m.example:2525", MailServer("m.example", 2525, "u", "p", "starttls", "a@b.example")),
    ],
)
def test_the_server_comes_from_the_environment(monkeypatch, address, expected):
    monkeypatch.setenv("JIHENG_MAIL_URL", address)
    monkeypatch.setenv("JIHENG_MAIL_FROM", "a@b.example")
    assert mail_server() == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JIHENG_MAIL_URL", "http://mail.example"),
        ("JIHENG_MAIL_URL", "smtp://"),
        ("JIHENG_MAIL_URL", "smtp://mail.example:99999"),
        ("JIHENG_MAIL_URL", "smtp://jiheng:口令@mail.example"),
        ("JIHENG_MAIL_FROM", ""),
        ("JIHENG_MAIL_FROM", "绩衡"),
        ("JIHENG_MAIL_FROM", "a@b.example\nBcc: c@d.example"),
        ("JIHENG_ADDRESS", "jixiao.example"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(monkeypatch, name, value):
    monkeypatch.setenv("JIHENG_MAIL_URL", "smtp://mail.example")
    monkeypatch.setenv("JIHENG_MAIL_FROM", "a@b.example")
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=r"^"):
        (mail_server(), site_address())


def _certificate(folder):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path

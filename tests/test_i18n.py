"""One process may speak to several people at once, each in their language."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from jiheng.i18n import _, in_language, language, use_language
from jiheng.rules.page import page
from jiheng.rules.registry import RULES

RULE = RULES["goal-missing"]
CHINESE = page(RULE).title


@pytest.fixture(autouse=True)
def _chinese_afterwards():
    yield
    use_language("zh")


def test_two_threads_at_once_each_get_their_own():
    both_inside = threading.Barrier(2)

    def read(name):
        with in_language(name):
            both_inside.wait(10)
            titles = {page(RULE).title for _time in range(200)}
            both_inside.wait(10)
            return language(), titles

    with ThreadPoolExecutor(2) as pool:
        (zh, chinese), (en, english) = pool.map(read, ("zh", "en"))
    assert (zh, en) == ("zh", "en")
    assert chinese == {CHINESE}
    assert len(english) == 1
    assert not english & chinese


def test_what_is_chosen_for_a_while_ends_with_it_and_may_be_nested():
    with in_language("en"):
        english = page(RULE).title
        with in_language("zh"):
            assert page(RULE).title == CHINESE
        assert page(RULE).title == english != CHINESE
    assert (language(), page(RULE).title) == ("zh", CHINESE)


def test_the_language_of_the_process_holds_in_all_of_its_threads():
    use_language("en")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(language).result() == "en"


@pytest.mark.parametrize("choose", [use_language, lambda name: in_language(name).__enter__()])
def test_a_language_without_catalogue_is_refused(choose):
    with pytest.raises(ValueError, match="fr"):
        choose("fr")
    assert _("完整性") == "完整性"


from tests.web import test_queries as q
from tests.web.queries import growth as g
def grow(world, n):
    g._grow_tree(world, n); g._grow_people(world, n); g._grow_goals(world, n); g._grow_notices(world, n)
    g.grow_monitoring(world, n); g.grow_self_evaluation(world, n); g.grow_evaluation(world, n)
    g.grow_execution(world, n)
def test_tmp(world):
    pages = {k: v for k, v in q._pages(world).items() if k[0].startswith("evaluation:")}
    grow(world, 3)
    few = {key: q._asked(prepare()) for key, prepare in pages.items()}
    grow(world, 30)
    bad = [m for m in q._not_grown() if m.startswith("evaluation")]
    for key, p in pages.items():
        now = q._asked(p())
        print(key, few[key].count, now.count, q._more(few[key], now) if now.count != few[key].count else "")
    print(bad)
    assert 0

"""The frame of indicators for evaluations by departments and the finance bureau."""

from __future__ import annotations

from collections import Counter

from jiheng.regulations import Measure, evaluation_frames, known_regions

_FRAME = evaluation_frames()["project-2020"]


def test_the_frame_has_the_levels_of_the_official_one_and_weighs_a_hundred() -> None:
    assert list(dict.fromkeys(leaf.level1 for leaf in _FRAME.leaves)) == ["决策", "过程", "产出", "效益"]
    assert [len({each.level2 for each in _FRAME.leaves if each.level1 == level}) for level in ("决策", "过程", "产出")] == [
        3, 2, 4,
    ]  # fmt: skip
    assert sum(leaf.weight for leaf in _FRAME.leaves) == 100


def test_output_and_benefit_weigh_sixty_at_least() -> None:
    results = sum(leaf.weight for leaf in _FRAME.leaves if leaf.level1 in _FRAME.result_levels)
    assert results >= _FRAME.result_weight == 60


def test_every_leaf_says_what_it_is_and_how_points_are_given() -> None:
    for leaf in _FRAME.leaves:
        assert leaf.weight > 0
        assert all((leaf.level2, leaf.name, leaf.meaning, leaf.guidance, leaf.standard)), leaf.name
    assert len({leaf.name for leaf in _FRAME.leaves}) == len(_FRAME.leaves) == 17


def test_each_measure_belongs_to_one_leaf() -> None:
    found = Counter(leaf.measure for leaf in _FRAME.leaves if leaf.measure)
    assert found == dict.fromkeys(set(Measure) - {Measure.NONE}, 1)


def test_a_frame_is_no_regulation() -> None:
    assert set(known_regions()) == {"00", "13", "51"}

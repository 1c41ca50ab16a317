"""The tree of indicators."""

import pytest

from jiheng.domain.taxonomy import TREES, Dimension, Level1, classify


@pytest.mark.parametrize(
    ("level1", "level2", "group", "dimension"),
    [
        ("产出指标", "数量指标", "产出指标", "数量"),
        ("产出指标", "质量指标", "产出指标", "质量"),
        ("产出指标", "时效指标", "产出指标", "时效"),
        ("产出指标", "成本指标", "产出指标", "成本"),
        ("效益指标", "经济效益指标", "效益指标", "经济效益"),
        ("效益指标", "社会效益指标", "效益指标", "社会效益"),
        ("效益指标", "生态效益指标", "效益指标", "生态效益"),
        ("效益指标", "可持续影响指标", "效益指标", "可持续影响"),
        ("满意度指标", "服务对象满意度指标", "满意度指标", "满意度"),
        # 2021: 成本指标 is a first level; whatever stands below it is cost.
        ("成本指标", "经济成本指标", "成本指标", "成本"),
        ("成本指标", "生态环境成本指标", "成本指标", "成本"),
        ("成本指标", None, "成本指标", "成本"),
        # As people print it.
        ("产出指标（50分）", "数量指标(20分)", "产出指标", "数量"),
        ("产 出 指 标", "数量\n指标", "产出指标", "数量"),
        ("（一）产出指标", "1.数量指标", "产出指标", "数量"),
        ("二、效益指标", "2、社会效益", "效益指标", "社会效益"),
        ("产出", "产出数量指标", "产出指标", "数量"),
        ("满意度", "社会公众或服务对象满意度", "满意度指标", "满意度"),
        ("满意度指标", "公众满意度", "满意度指标", "满意度"),
        ("服务对象满意度指标", None, "满意度指标", "满意度"),
        # A blank first level follows from the second where that is clear; cost stands in two places.
        (None, "数量指标", "产出指标", "数量"),
        (" ", "社会效益指标", "效益指标", "社会效益"),
        (None, "成本指标", None, "成本"),
        # A printed first level is never overruled, an unknown one never guessed.
        ("效益指标", "数量指标", "效益指标", "数量"),
        ("决策指标", "数量指标", None, "数量"),
        ("产出指标", "其他指标", "产出指标", None),
        ("产出指标", None, "产出指标", None),
        (None, None, None, None),
    ],
)
def test_words_place_an_indicator(level1, level2, group, dimension):
    assert classify(level1, level2) == (
        None if group is None else Level1(group),
        None if dimension is None else Dimension(dimension),
    )


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_every_name_of_a_published_tree_is_known(tree):
    for level1, names in tree.levels.items():
        for level2 in names:
            assert None not in classify(level1, level2)

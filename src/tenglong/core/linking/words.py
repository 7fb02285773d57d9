"""The findings as people read them."""

FEATURES = {"code": "代码", "name": "名称", "place": "区划", "branch": "分支", "address": "地址", "memory": "以往判定"}

_WORDS = {
    "code": {
        "same": "统一社会信用代码相同",
        "near": "一个代码残缺或错一处，补正后相同",
        "close": "一个代码残缺，补正后只差两处",
        "unknown": "至少一边没有代码",
        "far": "一个代码有误，补正后也对不上",
        "other": "两个代码都有效而不同，是两个主体",
    },
    "name": {
        "full": "名称连区划一字不差",
        "parts": "字号、行业、组织形式都相同",
        "form": "字号、行业相同，公司类型写法不同",
        "bare": "字号、行业相同，一边没写组织形式",
        "kind": "字号、行业相同，组织形式不同类",
        "slip": "名称只差一个字，或两个字颠倒",
        "short": "字号相同，一边的行业写得短",
        "trade": "字号相同，行业不同",
        "other": "字号不同",
    },
    "place": {
        "same": "在同一个县",
        "nested": "名称里的区划一大一小，不矛盾",
        "unknown": "在哪个县比不出来",
        "elsewhere": "一边的名称冠的是别的县",
        "apart": "名称里的区划不同",
    },
    "branch": {"same": "同为总部，或同一分支", "apart": "一边是分支机构，或分支不同"},
    "address": {
        "spot": "地址到门牌相同",
        "road": "同一条路或同一个村，门牌不同或没写",
        "unknown": "地址比不出来",
        "moved": "地址不同，可能搬迁",
        "apart": "地址在不同的县",
    },
    "memory": {"decided": "这个名称以前由人判定过是这一家"},
}


def say(feature: str, level: str) -> str:
    """A finding in a phrase."""
    return _WORDS[feature][level]

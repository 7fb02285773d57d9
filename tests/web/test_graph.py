"""The graph of steps: order from left to right, nothing on top of anything."""

from hypothesis import given
from hypothesis import strategies as st

from tenglong.web.panels.graph import GAP, HEIGHT, WIDTH, Node, draw_graph, lines_of


def node(key: str, *after: str, tone: str = "waiting") -> Node:
    return Node(key, key, "", tone, "", after)


@st.composite
def procedures(draw: st.DrawFn) -> list[Node]:
    keys = [f"s{i}" for i in range(draw(st.integers(1, 12)))]
    return [
        node(key, *(draw(st.lists(st.sampled_from(keys[:i]), unique=True, max_size=3)) if i else ()))
        for i, key in enumerate(keys)
    ]


BUYBACK = [
    node("verify"), node("talks", "verify"), node("sign", "talks"), node("mortgage", "sign"), node("quota", "sign"),
    node("title", "sign", "mortgage"), node("vacate", "sign"), node("clear", "vacate", "title", "quota"),
]  # fmt: skip


@given(procedures())
def test_what_comes_before_stands_left_and_no_two_share_a_place(nodes):
    graph = draw_graph(nodes)
    at = {one.node.key: one for one in graph.nodes}
    for one in nodes:
        assert all(at[before].x + WIDTH + GAP <= at[one.key].x for before in one.after)
    places = {(one.x, one.y) for one in graph.nodes}
    assert len(places) == len(nodes)
    assert all(one.x + WIDTH <= graph.width and one.y + HEIGHT <= graph.height for one in graph.nodes)


def test_an_edge_that_another_way_says_is_not_drawn():
    edges = len(draw_graph(BUYBACK).edges)
    assert edges == sum(len(one.after) for one in BUYBACK) - 1  # sign → title goes by mortgage


def test_a_long_edge_passes_no_step():
    graph = draw_graph(BUYBACK)
    rows = {one.node.key: one.y for one in graph.nodes}
    assert rows["verify"] == rows["talks"] == rows["sign"] == rows["mortgage"] == rows["title"] == rows["clear"]
    assert len({rows["mortgage"], rows["quota"], rows["vacate"]}) == 3


def test_done_steps_have_done_edges():
    graph = draw_graph([node("a", tone="done"), node("b", "a", tone="open"), node("c", "b")])
    assert [edge.done for edge in graph.edges] == [True, False]


def test_a_label_too_long_for_a_line_is_broken_where_it_reads_best():
    assert lines_of("用地规划许可预审") == ("用地规划许可预审",)
    assert lines_of("设计方案编制（企业）") == ("设计方案编制", "（企业）")
    assert lines_of("建筑工程施工许可证") == ("建筑工程", "施工许可证")
    assert lines_of("环评、节能、水保文件编制（企业）") == ("环评、节能、水保", "文件编制（企业）")
    assert lines_of("环评、节能、水保文件编制和报送（企业）") == ("环评、节能、水保", "文件编制和报送…")
    low, high = (draw_graph([node("a"), node(label, "a")]).nodes[0].height for label in ("b", "设计方案编制（企业）"))
    assert low == HEIGHT < high

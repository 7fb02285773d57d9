"""What happens that a client can be told of."""

TOPICS = {
    "row": "台账的行有变动",
    "case": "办件有进展",
    "round": "填报定案",
    "import": "导入写入或撤销",
    "run": "评价发布",
}

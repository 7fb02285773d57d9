"""The smallest mechanism that works: a ledger, a procedure of two steps, a number and a story, to begin from."""

from .read import NAME

TEXTS = {
    "mechanism.yaml": """format: 1
key: {key}
title: 新机制
station: 服务
summary: 一句话说明这套办法。
""",
    "ledger.yaml": """format: 1
ledgers:
  matter:
    label: 事项
    title: title
    enterprise: enterprise
    fields:
      title: {label: 事项名称, required: true, listed: true}
      enterprise: {label: 企业, kind: reference, required: true, to: enterprise, listed: true}
      noticed_on: {label: 发现日期, kind: date, required: true, listed: true}
""",
    "procedure.yaml": """format: 1
procedures:
  handle:
    label: 办理
    ledger: matter
    opened_by: [zone_officer]
    cancel_by: [zone_officer]
    steps:
      look:
        label: 查看
        owner: {role: zone_officer}
        limit: {amount: 3, unit: workday, source: 未公布}
        fields:
          needed: {label: 要整改, kind: truth, required: true}
      settle:
        label: 办结
        owner: {role: zone_officer}
        after: [look]
        limit: {amount: 5, unit: workday, source: 未公布}
        fields:
          settled_on: {label: 办成日期, kind: date, required: true, listed: true}
""",
    "measures.yaml": """format: 1
measures:
  settled:
    label: 办成的
    unit: 件
    digits: 0
    terms:
      件数: {over: handle, count: true, dated: 办成日期}
""",
    "stories/first.yaml": """format: 1
title: 一件事从头办到尾
source: 编写时自拟
region: "330802"
people:
  王敏: {role: zone_officer, unit: zone}
events:
  - at: 2026-03-02 09:00
    by: 王敏
    register: {enterprise: {统一社会信用代码: 91330802MA0TL0020D, 企业名称: 青禾五金有限公司, 区划: "330802101"}}
  - at: 2026-03-02 09:30
    by: 王敏
    open: handle
    as: 第一件
    with: {事项名称: 堵了消防通道, 企业: 青禾五金有限公司, 发现日期: 2026-03-02}
  - {at: 2026-03-03 10:00, expect: {case: 第一件, step: look, light: 绿, due: 2026-03-05}}
  - {at: 2026-03-04 10:00, by: 王敏, finish: 第一件/look, with: {要整改: 是}}
  - {at: 2026-03-06 10:00, by: 王敏, finish: 第一件/settle, with: {办成日期: 2026-03-06}}
  - {at: 2026-03-06 11:00, expect: {case: 第一件, status: 已办结}}
  - {at: 2026-03-06 11:00, expect: {measure: settled, period: 2026-03, is: 1}}
""",
}


def scaffold(key: str) -> dict[str, str]:
    """The files of a new mechanism with that key. ValueError if it is no key."""
    if not NAME.fullmatch(key):
        raise ValueError(key)
    return {name: text.replace("{key}", key) for name, text in TEXTS.items()}

"""The words of the history's own kinds and actions; what is not here is shown as it is kept."""

from urllib.parse import quote

from django.urls import reverse

from tenglong.records.ledgers.told import ledger_of
from tenglong.web.place import row_url

VERBS = {"created": "新增", "changed": "修改", "removed": "删除"}
_KINDS = {
    "key": "接口钥匙",
    "subscription": "订阅",
    "backup": "备份",
    "case": "办件",
    "evidence": "材料",
    "file": "文件",
    "grant": "授权",
    "import": "导入批次",
    "listed_case": "清单办件",
    "mechanism": "机制",
    "person": "人员",
    "personal": "依法删除个人信息",
    "region": "区划",
    "run": "评价结果",
    "unit": "单位",
}
_ACTIONS = {
    "audit.erase_personal": "依法删除个人信息",
    "cases.recompute_dues": "重新计算到期日",
    "cases.start_case": "新开办件",
    "clients.add_key": "开接口钥匙",
    "clients.revoke_key": "收回接口钥匙",
    "clients.subscribe": "订阅变更通知",
    "clients.unsubscribe": "退订变更通知",
    "files.attach_evidence": "上传材料",
    "files.keep_file": "收下文件",
    "flows.cancel": "终止办件",
    "flows.finish": "办结一步",
    "flows.note": "办件批注",
    "flows.pause": "停钟",
    "flows.reopen": "重新打开办件",
    "flows.resume": "恢复计时",
    "flows.return": "退回办件",
    "flows.open_listed_case": "从清单开办",
    "flows.open_listed_cases": "从清单开办",
    "handovers.accept": "接收移交",
    "handovers.offer": "移交",
    "handovers.refuse": "退回移交",
    "handovers.withdraw": "收回移交",
    "imports.apply": "写入导入",
    "imports.begin_apply": "开始写入导入",
    "imports.begin_undo": "开始撤销导入",
    "imports.decide_rows": "决定存疑的行",
    "imports.drop": "放弃导入",
    "imports.erase_personal": "依法清空导入里的个人信息",
    "imports.receive": "收下导入文件",
    "imports.say_why": "说明原因",
    "imports.stage": "检查导入",
    "imports.tell_words": "记住表头和写法",
    "imports.undo": "撤销导入",
    "ledgers.drop_view": "删除视图",
    "ledgers.empty_personal": "依法清空个人信息",
    "ledgers.enter_rows": "登记",
    "ledgers.keep_view": "保存视图",
    "ledgers.merge_rows": "合并",
    "ledgers.part_rows": "撤销合并",
    "ledgers.remove_row": "删除一行",
    "ledgers.save_row": "保存一行",
    "links.adopt": "认领名册的行",
    "links.compare": "比对名册",
    "links.decide": "判定名册的行",
    "links.put_off": "以后再核对",
    "links.take_lines": "读名册的行",
    "links.take_roll": "收下名册",
    "links.undo_decision": "撤销判定",
    "mechanisms.install_mechanism": "安装机制",
    "operations.make_backup": "备份",
    "people.add_person": "添加人员",
    "people.add_unit": "添加单位",
    "people.change_person": "修改人员",
    "people.end_grants": "收回全部岗位",
    "people.grant_role": "授予岗位",
    "people.revoke_grant": "收回岗位",
    "people.set_active": "启用或停用人员",
    "people.set_password": "重设密码",
    "people.set_second_factor": "设置第二验证",
    "people.renew_recovery_codes": "换恢复码",
    "people.use_recovery_code": "用恢复码登录",
    "regions.add_regions": "添加区划",
    "registry.begin_occupancy": "登记用地",
    "registry.change_enterprise": "修改企业",
    "registry.draw_parcel": "勾画地块",
    "registry.end_occupancies": "截止用地",
    "registry.merge_parcels": "合并地块",
    "registry.record_observation": "登记数据",
    "registry.register_enterprise": "登记企业",
    "registry.register_parcel": "登记地块",
    "registry.register_plant": "登记厂房",
    "registry.remove_row": "删除一行",
    "registry.save_row": "保存一行",
    "registry.split_parcel": "分割地块",
    "registry.undo_reshaping": "撤销分割或合并",
    "rounds.freeze": "定案",
    "rounds.merge": "汇总",
    "rounds.open_round": "分发",
    "rounds.remind": "催报",
    "scores.publish_run": "发布评价结果",
}


def kind_word(kind: str) -> str:
    """企业, 地块 …"""
    if kind in _KINDS:
        return _KINDS[kind]
    ledger = ledger_of(kind)
    return ledger.label if ledger else kind


def action_word(action: str) -> str:
    """登记企业, 写入导入 …"""
    return _ACTIONS.get(action, action)


def history_url(kind: str, key: str) -> str:
    """The history of one row."""
    return reverse("row-history", args=[kind, quote(key, safe="")])


def page_url(kind: str, key: str) -> str:
    """The page of the row itself; empty where there is none."""
    return row_url(kind, key)

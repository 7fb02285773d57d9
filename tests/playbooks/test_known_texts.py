"""A mechanism that was read before is not read again, unless something that it says or refers to is another now."""

from collections.abc import Mapping
from dataclasses import replace

from tests.playbooks.county import county

from tenglong.playbooks import Mechanism, load_mechanism

ONE = {
    "mechanism.yaml": "format: 1\nkey: one\ntitle: 甲\nstation: 服务\nsummary: 例子\nsources: [虚构]\n",
    "ledger.yaml": "format: 1\nledgers:\n  note:\n    label: 记录\n    title: name\n    identity: [name]\n"
    "    fields:\n      name: {label: 名称, required: true}\n",
}
OTHER = {
    "mechanism.yaml": ONE["mechanism.yaml"].replace("one", "other"),
    "ledger.yaml": ONE["ledger.yaml"] + "      of: {label: 所指, kind: reference, to: one.note}\n",
}


def read(files: Mapping[str, str], **others: Mechanism) -> Mechanism:
    return load_mechanism(files, replace(county(), others=others))


def test_the_same_texts_are_the_same_mechanism() -> None:
    assert read(ONE) is read(dict(ONE))
    assert read(ONE | {"mechanism.yaml": ONE["mechanism.yaml"].replace("甲", "乙")}).title == "乙"


def test_only_what_it_asked_for_makes_it_another() -> None:
    one = read(ONE)
    other = read(OTHER, one=one)
    assert read(OTHER, one=one, third=replace(one, key="third")) is other
    assert read(OTHER, one=replace(one, title="丙")) is not other


def test_other_roles_make_it_another() -> None:
    assert load_mechanism(ONE, replace(county(), roles={})) is not read(ONE)

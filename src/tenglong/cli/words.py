"""The words of argparse in Chinese: it asks for each of them through its `_`."""

import argparse

_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "subcommands": "可以做的",
    "show this help message and exit": "显示这份说明",
    "the following arguments are required: %s": "缺少 %s",
    "one of the arguments %s is required": "%s 要写一个",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有“%(value)s”，可选 %(choices)s",
    "invalid %(type)s value: %(value)r": "“%(value)s”不是数",
    "expected one argument": "后面要写内容",
    "not allowed with argument %s": "不能和 %s 同时写",
    "ignored explicit argument %r": "后面不写内容，读到的是 %r",
    "unrecognized arguments: %s": "不认识 %s",
}


def speak_chinese() -> None:
    """From now on argparse says its words in Chinese; what is not on the list stays as it is."""
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]

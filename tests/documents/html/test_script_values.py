"""Values in scripts: JSON, objects of JavaScript, and everything else refused in one pass."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.html.script_values import MAX_DEPTH, ScriptValueError, script_value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('{"a": "\\u003Cp\\u003E年报\\u003C\\/p\\u003E"}', {"a": "<p>年报</p>"}),
        ("{a: 'it\\'s', $b: \"'\", 'c-d': '\\x41\\u{1F600}\\q'}", {"a": "it's", "$b": "'", "c-d": "A😀q"}),
        ('{"a": "\\x41\\u4e00"}', {"a": "A一"}),
        ("[1, -2.5, 3e2, true, false, null, undefined,]", [1, -2.5, 300.0, True, False, None, None]),
        ("{ // a remark\n a /* another */ : 1, 2: 3 }", {"a": 1, "2": 3}),
        ('"one\\\nline, two\nlines"', "oneline, two\nlines"),
        ('"\\ud83d\\ude00"', "😀"),
        ('{"a": 1}, TREE: [f()]', {"a": 1}),
        ("{}", {}),
    ],
)
def test_a_plain_value(written: str, value: object) -> None:
    assert script_value(f"x = {written}", 4) == value


@pytest.mark.parametrize("written", ['"\\ud83d"', '"\\udc00\\ud83d"', "'\\u{110000}'", "'\\u{ffffff}'", '"\ud83d"'])
def test_half_a_character_or_none_at_all_can_be_written_to_a_file(written: str) -> None:
    value = script_value(written, 0)
    assert isinstance(value, str)
    assert set(value) == {"\ufffd"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", "a value"),
        ("{a: content()}", "a value"),
        ("{a: 'x'.trim()}", "a comma or }"),
        ("{a: location.href}", "a value"),
        ('{"a": "x" + "y"}', "a comma or }"),
        ("{a 1}", "a colon"),
        ("{-: 1}", "a name"),
        ("`text`", "a value"),
        ('{"a": "never closed', 'the closing "'),
        ("'\\", "the closing '"),
        ("{a: /* never closed", "a value"),
        ("[" * (MAX_DEPTH + 2), "inside each other"),
        ('{"a":' * 50_000, "inside each other"),
        ('"' + "\\" * 200_001, 'the closing "'),
        ("/*" * 200_000, "a value"),
        ("[" + "1" * 5_000 + "]", "a comma or ]"),
    ],
)
def test_what_is_no_plain_value_is_refused(written: str, expected: str) -> None:
    with pytest.raises(ScriptValueError, match=re.escape(expected)):
        script_value(written, 0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.booleans(), st.sampled_from([None, 1]))
def test_all_json_is_read_as_json_is(value: object, ascii_only: bool, indent: int | None) -> None:
    written = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert script_value(written, 0) == value


@given(st.text(alphabet="{}[]\"'\\,: \n/*ux0-1eE.n", max_size=40))
def test_any_script_is_a_value_or_refused(written: str) -> None:
    try:
        script_value(written, 0)
    except ScriptValueError as error:
        assert "\n" not in str(error)

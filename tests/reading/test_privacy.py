"""Private numbers and addresses are hidden, and everything else is left as it is."""

from __future__ import annotations

import time

import pytest

from xiaoben_analytics.reading.privacy import is_personal, mask, without_personal


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13800000003(张敏)", "138****0003(张敏)"),
        ("138 0000 0003", "138****0003"),
        ("+86138-0000-0003", "138****0003"),
        ("8613800000003", "138****0003"),
        ("008613800000003", "138****0003"),
        ("李娜１３８０００００００３", "李娜138****0003"),
        ("王伟110101199003071234", "王伟110****1234"),
        ("11010119900307123X", "110****123X"),
        ("110101 19900307 1234", "110****1234"),
        ("110101900307123", "110****7123"),
        ("a.b@example.org", "***"),
        ("李娜a@b.com", "李娜***"),
        ("来自 192.168.1.20", "来自 ***"),
        ("李四 wxid_12345", "李四 ***"),
    ],
)
def test_numbers_and_addresses_are_hidden(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "王伟0001",
        "2021138000000034",  # 16 digits
        "1380000000",  # 10 digits
        "12800000003",
        "2021-10-15 08:30:00",
        "1.2.3",
        "李娜＠一中",
        "２０２１年",
        "",
    ],
)
def test_other_numbers_stay_as_they_are_written(text):
    assert mask(text) == text
    assert without_personal(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "李娜13800000003",
        "李娜-138-0000-0003",
        "李娜（+86 13800000003）",
        "110101199003071234 李娜",
        "李娜 a@b.com",
        "13800000003李娜wxid_ab1",
    ],
)
def test_a_name_is_left_without_them(text):
    assert without_personal(text) == "李娜"


@pytest.mark.parametrize("text", ["a" * 200_000, "_" * 200_000 + "13800000003", "1." * 100_000])
def test_long_texts_are_read_at_once(text):
    begin = time.perf_counter()
    assert mask(text)
    assert len(without_personal(text)) <= len(text)
    assert time.perf_counter() - begin < 2


@pytest.mark.parametrize(
    ("heading", "personal"),
    [
        *((one, True) for one in ("身份证号", "手 机", "联系电话", "E-mail", "IP地址", "来自IP")),
        *((one, True) for one in ("QQ", "微信号", "帐号", "openid")),
        *((one, False) for one in ("姓名", "工号", "script", "VIP", "学时", "")),
    ],
)
def test_columns_of_them_are_known_by_their_heading(heading, personal):
    assert is_personal(heading) is personal

"""Which printed names are another form of a body's own, and which are another body's."""

from __future__ import annotations

import pytest

from crawler.store.bodies.name_forms import is_form_of

KUNMING = ("昆明市政务服务管理局", ("昆明市政务服务局",))
LINYI = ("临沂市河东区工业和信息化局", ("河东区工业和信息化局",))
DIQING = ("迪庆州工业和信息化局", ())
CITY = ("昆明市人民政府", ())
DISTRICT = ("昆明市五华区公安局", ())
BRANCH_OFFICE = ("昆明市公安局五华分局", ())


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        (KUNMING, "昆明市政务服务管理局"),
        (KUNMING, "昆明市政务服务局"),
        (KUNMING, "云南省昆明市政务服务管理局"),
        (KUNMING, "昆明市政务服务管理局办公室"),
        (KUNMING, "云南省昆明市政务服务管理局办公室"),
        (KUNMING, "昆明市政务服务局政策法规处"),
        (KUNMING, "政务服务管理局"),
        (KUNMING, "昆明市政务局"),
        (LINYI, "河东区工业和信息化局"),
        (LINYI, "河东区工信局"),
        (LINYI, "山东省临沂市河东区工业和信息化局"),
        (DIQING, "迪庆藏族自治州工业和信息化局"),
        (DIQING, "云南省迪庆州工业和信息化局"),
        (CITY, "昆明市"),
        (CITY, "昆明市政府"),
        (CITY, "昆明市人民政府办公室"),
    ],
)
def test_the_bodys_own_name_in_another_form(body: tuple[str, tuple[str, ...]], printed: str) -> None:
    assert is_form_of(printed, *body)


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        (KUNMING, "昆明市教育局"),
        (KUNMING, "昆明市人民政府"),
        (KUNMING, "昆明市"),
        (KUNMING, "昆明市政务服务管理局五华分局"),
        (KUNMING, "昆明市五华区政务服务管理局"),
        (KUNMING, "局"),
        (LINYI, "天津市河东区工业和信息化局"),
        (LINYI, "临沂市工业和信息化局"),
        (DIQING, "大理白族自治州工业和信息化局"),
        (DIQING, "迪庆藏族自治州教育局"),
        (CITY, "昆明市五华区人民政府"),
        (DISTRICT, "昆明市公安局"),
        (BRANCH_OFFICE, "昆明市公安局"),
    ],
)
def test_another_bodys_name(body: tuple[str, tuple[str, ...]], printed: str) -> None:
    assert not is_form_of(printed, *body)

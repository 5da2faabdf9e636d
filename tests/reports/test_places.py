"""The places of a report's values are made when they are first asked for, and only once."""

import copy
import pickle

from crawler.documents.model import Place
from crawler.documents.read import read_document
from crawler.reports.model import ValuePlace
from crawler.reports.places import Places
from crawler.reports.read import read_as_report

TITLE = ValuePlace("title", "某县2023年政府信息公开工作年度报告", Place(block=1))
PHONE = ValuePlace("contact.phone", "0871-63149962", Place(block=2))


def test_they_are_made_once_and_not_before_somebody_asks():
    made: list[int] = []

    def make() -> tuple[ValuePlace, ...]:
        made.append(1)
        return TITLE, PHONE

    places = Places(make)
    assert made == []
    assert (len(places), places[1], places[:1], list(places)) == (2, PHONE, (TITLE,), [TITLE, PHONE])
    assert made == [1]


def test_a_copy_or_a_pickle_is_the_plain_tuple():
    for other in (pickle.loads(pickle.dumps(Places(lambda: (TITLE, PHONE)))), copy.deepcopy(Places(lambda: (TITLE,)))):
        assert type(other) is tuple
        assert other[0] == TITLE


def test_a_report_that_was_read_goes_to_another_process_with_its_places():
    document = read_document(
        "某县2023年政府信息公开工作年度报告\n\n一、总体情况\n\n平稳。\n".encode(), name="report.txt"
    )
    report, _, _ = read_as_report(document)
    sent = pickle.loads(pickle.dumps(report))
    assert sent == report
    assert sent.places == tuple(report.places)
    assert "title" in {place.where for place in sent.places}

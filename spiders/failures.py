"""What a failed request means for a visit or for an attachment."""

from __future__ import annotations

from scrapy.spidermiddlewares.httperror import HttpError

from crawler.items import AttachmentState, VisitOutcome
from crawler.net.block_pages import Blocked
from crawler.net.failures import describe, is_too_large
from crawler.net.hosts import OffRegistry
from crawler.net.robots import Disallowed
from spiders.completeness import Trouble

_STATUS: dict[int, VisitOutcome] = {401: "blocked", 403: "blocked", 451: "blocked", 404: "moved", 410: "moved"}
_REFUSALS: tuple[tuple[type[Exception], VisitOutcome], ...] = ((Disallowed, "disallowed"), (OffRegistry, "moved"))
GONE = frozenset({404, 410})


def of_list(error: BaseException) -> Trouble:
    """What it means that the first page of a list did not come."""
    return Trouble(_outcome_of_list(error), describe(error))


def _outcome_of_list(error: BaseException) -> VisitOutcome:
    if isinstance(error, HttpError):
        return _STATUS.get(error.response.status, "down")
    if is_too_large(error):
        return "incomplete"
    # A site that redirects in a circle waits for the cookie that it set.
    if isinstance(error, Blocked) or "max redirections" in str(error):
        return "blocked"
    return next((outcome for kind, outcome in _REFUSALS if isinstance(error, kind)), "down")


def of_later_page(url: str, error: BaseException) -> Trouble:
    """What it means that a further list page, or a report page, did not come: the host answers, so it is not down."""
    outcome: VisitOutcome = "blocked" if isinstance(error, Blocked) else "incomplete"
    reason = describe(error)
    return Trouble(outcome, reason if url in reason else f"{url}: {reason}")


def of_attachment(error: BaseException) -> tuple[AttachmentState, str]:
    """Why an attachment does not come, and in one line."""
    if isinstance(error, Disallowed):
        return "disallowed", describe(error)
    if isinstance(error, OffRegistry):
        return "off_registry", describe(error)
    return ("too_large" if is_too_large(error) else "failed"), describe(error)


def is_gone(error: BaseException) -> bool:
    """Whether the host says that there is no such page."""
    return isinstance(error, HttpError) and error.response.status in GONE


def is_lasting(error: BaseException) -> bool:
    """Whether asking again another night would change nothing: named in the visit's reason, but no incomplete visit."""
    return is_gone(error) or isinstance(error, Disallowed | OffRegistry) or is_too_large(error)

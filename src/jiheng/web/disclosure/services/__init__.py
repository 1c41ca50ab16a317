"""Publishing, taking back, and what is not published."""

from jiheng.web.disclosure.services.exempting import exempt, exemption_end, result_exempt, result_exemption_end
from jiheng.web.disclosure.services.publishing import document_to_publish, publish, withdraw

__all__ = [
    "document_to_publish",
    "exempt",
    "exemption_end",
    "publish",
    "result_exempt",
    "result_exemption_end",
    "withdraw",
]

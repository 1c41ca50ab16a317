"""What the peers of this folder share: the paper of the input, as no other call has had it, and the measures of its page."""

import json
from itertools import count

PAGE_MM = (210, 297)
MARGIN_MM = (30, 25, 25)  # above, beside, below
TEXT_MM = PAGE_MM[0] - 2 * MARGIN_MM[1]
ALIGN = {"label": "center", "level": "center", "short": "center", "amount": "right", "text": "left"}
_SERIALS = count(1)


def prepare(data: bytes) -> list[dict]:
    """The blocks of the paper: cover, contents, heading, text, table."""
    return json.loads(data.replace("第0000批".encode(), f"第{next(_SERIALS):04}批".encode()))["paper"]

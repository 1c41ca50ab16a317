"""The application as the server's own processes load it: they end when the process that began them is gone.

Otherwise pages would go on coming from processes that nobody watches, and hold the port against a new start.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait

from django.urls import get_resolver

from jiheng.web.config.wsgi import application

__all__ = ["application"]

_TURN = 0.001  # seconds; Python's own five make a page of 20 ms one of 80 beside a long one


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)  # what is not confirmed yet is rolled back, as with a failure of power


# A page that waited for the database has to get back among those that count: a dozen times a page, each time so long.
sys.setswitchinterval(_TURN)

# What is loaded stays for as long as the process. Now and then a page had to wait until all of it was searched for
# garbage, as long as for several pages; what is frozen is not looked at. All views are loaded first, so that they are in it.
len(get_resolver().url_patterns)
gc.collect()
gc.freeze()
# A page makes some ten thousand things that go by themselves when it is done; the collector, which looks for those that
# do not, had run a dozen times by then, a fourteenth of the page.
gc.set_threshold(50_000, 20, 100)

if begun_by := parent_process():
    threading.Thread(target=_end_with, args=(begun_by.sentinel,), daemon=True).start()
    # When the last page is made there is nothing left to tidy up, and the server's threads do not bear that the
    # interpreter is taken down around them. Registered first, this comes after everything else that wants to be done.
    atexit.register(os._exit, 0)

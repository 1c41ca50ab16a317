from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.db import connection
from django.urls import reverse
from collections import Counter
import re
from tests.web.queries.growth import grow, leave_room
from tests.web.test_permissions import PAGES

def test_mine(world):
    leave_room()
    names=[n for n in PAGES if n.split(":")[0] in("execution","regulation","attachments") and PAGES[n].method=="get"]
    ad={n: reverse(n,kwargs=PAGES[n].arguments(world)) for n in names}
    res={}
    for count in (3,30):
        grow(world,count)
        for n in names:
            for who in ("preparer","performance_office"):
                if who not in PAGES[n].who: continue
                b=Client(); b.force_login(world.people[who]); b.get(ad[n])
                with CaptureQueriesContext(connection) as c:
                    r=b.get(ad[n]); r.getvalue() if r.streaming else None
                res.setdefault((n,who),[]).append((len(c), Counter(re.sub(r"\d+|'[^']*'","?",q["sql"])[:150] for q in c)))
    for k,v in res.items():
        print(k,[x[0] for x in v])
        if v[0][0]<v[1][0]: print("   GREW",(v[1][1]-v[0][1]))

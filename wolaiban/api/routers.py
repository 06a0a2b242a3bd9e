"""Where the calls about cases meet: what shares an address has to share a router. 「路由」"""

from ninja import Router

cases = Router(tags=["cases"])

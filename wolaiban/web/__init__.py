"""Pages by audience: the hall for anybody, the desk for officers. 「网页」"""

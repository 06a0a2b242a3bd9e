"""The open HTTP API: what pages do, programs can do. 「开放接口」"""

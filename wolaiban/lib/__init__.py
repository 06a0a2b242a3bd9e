"""Small helpers without a domain word. 「小工具」"""

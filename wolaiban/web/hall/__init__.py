"""The pages for anybody: ask, follow, rate, see the public account. 「大厅」"""

"""Pages about officers: who is there, in which post, who stands in, what they hand over, who may do what. 「人员」"""

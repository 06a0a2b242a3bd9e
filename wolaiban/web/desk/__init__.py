"""The pages of officers: the queue, one case, its verbs, filing for somebody else. 「工作台」"""

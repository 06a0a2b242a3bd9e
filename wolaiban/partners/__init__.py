"""Neighbouring towns: a case crosses the border, signed, and its answer comes back to one number. 「邻城往来」

What is told of which case stands in the services' files, and the rows of it are written with the verb
(`promises/neighbours.py`). Here are said and signed what goes out (`saying`, `signatures`), and checked and done what
comes in (`taking`).
"""

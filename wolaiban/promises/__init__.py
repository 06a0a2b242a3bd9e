"""The kernel: cases, promises, events; one verb a function, one record of truth. 「承诺」"""

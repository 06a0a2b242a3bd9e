"""Read-only figures: each published number is one function with its definition, its n and its cut-off. 「统计」

    account = figures("some_service", first=date(2024, 4, 1), last=date(2024, 7, 2), by=("month", "unit"))
    account.figure("completion_rate").text("zh")     # 99.3%（1,038/1,045）
    account.as_json("zh")                            # the contract of `wolaiban figures --json`

Counts and sums are one SQL for both databases (`tally.py`), durations one pass in NumPy (`measures.py`); `replay.py`
counts the same from events alone, at any past instant. Small cells are merged before anything leaves (`cells.py`).
"""

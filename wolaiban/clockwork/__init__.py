"""What happens without a person: due promises, warnings, the daily head. 「时钟」"""

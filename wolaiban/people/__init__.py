"""Areas, organisations, officers, their posts, and the checks on what people type about themselves. 「人与单位」"""

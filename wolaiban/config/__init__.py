"""Settings from the environment, and the whole URL map on one screen. 「配置」"""

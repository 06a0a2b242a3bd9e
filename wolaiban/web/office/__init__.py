"""督办室: what breaks next, what broke, who watches, who answers. Composes; nothing depends on it. 「督办室」"""

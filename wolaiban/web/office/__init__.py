"""督办室: what breaks next, what broke, who watches and who answers for whom. Composes below; nothing depends on it. 「督办室」"""

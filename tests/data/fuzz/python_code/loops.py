a = [0]
b = {}
b["b"] = b
a.append(a)
a = [a, a]
c = f"{a}b" + "c" * 3
d = a if b else -a
def e(x, y=1): return e(x, y=2)
f = e(1)
while True: pass

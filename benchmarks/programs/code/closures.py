def adder(n):
    return lambda x: x + n


def compose(f, g):
    return lambda x: g(f(x))


def apply(f, value, times):
    result = value
    for _ in range(times):
        result = f(result) % 1000003
    return result


def counter():
    count = 0

    def next():
        nonlocal count
        count += 1
        return count

    return next


def run():
    total = 0
    for round in range(10):
        change = compose(adder(round), lambda x: x * 3)
        total += apply(change, round, 2000000)
        next = counter()
        for _ in range(1000000):
            total += next() % 2
    return str(total)

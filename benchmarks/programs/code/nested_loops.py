def count(limit):
    total = 0
    for i in range(limit):
        for j in range(limit):
            total += i * j % 7
    return total


def run():
    return str(count(5000))

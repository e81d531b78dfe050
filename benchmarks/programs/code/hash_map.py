def fill(count):
    return {i * 7919 % 1000003: i for i in range(count)}


def look_up(squares, count):
    total = 0
    for i in range(count):
        found = squares.get(i)
        if found is not None:
            total += found % 1000
    return total


def run():
    squares = fill(1000000)
    return f"{len(squares)} {look_up(squares, 1000003)}"

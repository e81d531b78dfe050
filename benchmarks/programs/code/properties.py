class Point:
    __slots__ = ("x", "y", "weight")

    def __init__(self, x, y, weight):
        self.x = x
        self.y = y
        self.weight = weight


def total(count):
    points = [Point(i, i * 2, 0.5) for i in range(count)]
    sum = 0.0
    for step in range(20):
        for point in points:
            point.x += step
            if point.x % 2 == 0:
                sum += point.y * point.weight
    return sum


def run():
    return str(int(total(500000)))

class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def plus(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def scaled(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def length_squared(self):
        return self.x * self.x + self.y * self.y


class Counter:
    __slots__ = ("value", "step")

    def __init__(self, value, step):
        self.value = value
        self.step = step

    def advance(self):
        self.value += self.step

    def is_even(self):
        return self.value % 2 == 0


def walk(steps):
    position = Vector(0.0, 0.0)
    velocity = Vector(1.0, 0.5)
    counter = Counter(0, 3)
    far = 0
    for _ in range(steps):
        counter.advance()
        if counter.is_even():
            position = position.plus(velocity.scaled(0.001))
        else:
            position = position.plus(velocity.scaled(-0.0005))
        if position.length_squared() > 1000.0:
            far += 1
    return f"{far} {counter.value}"


def run():
    return walk(20000000)

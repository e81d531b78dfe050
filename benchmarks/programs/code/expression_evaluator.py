from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    n: int


@dataclass(frozen=True, slots=True)
class Variable:
    pass


@dataclass(frozen=True, slots=True)
class Add:
    left: object
    right: object


@dataclass(frozen=True, slots=True)
class Multiply:
    left: object
    right: object


@dataclass(frozen=True, slots=True)
class Negate:
    inner: object


def build(depth):
    if depth == 0:
        return Variable()
    match depth % 4:
        case 0:
            return Add(build(depth - 1), Number(depth))
        case 1:
            return Multiply(build(depth - 1), Number(3))
        case 2:
            return Negate(build(depth - 1))
        case _:
            return Add(build(depth - 1), build(depth - 2))


# The remainder has the sign of the value, as in the other languages.
def remainder(value):
    return value % 1000003 if value >= 0 else -(-value % 1000003)


def evaluate(expression, x):
    match expression:
        case Number(n=n):
            return n
        case Variable():
            return x
        case Add(left=left, right=right):
            return remainder(evaluate(left, x) + evaluate(right, x))
        case Multiply(left=left, right=right):
            return remainder(evaluate(left, x) * evaluate(right, x))
        case Negate(inner=inner):
            return -evaluate(inner, x)


def run():
    expression = build(40)
    return str(sum(evaluate(expression, x) for x in range(2000)))

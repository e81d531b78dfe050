def sum_of(numbers):
    sum = 0
    for n in numbers:
        sum += n
    return sum


def fill(count):
    numbers = []
    for i in range(count):
        numbers.append(i % 1000)
    return numbers


def run():
    numbers = fill(1000000)
    total = 0
    for round in range(50):
        numbers[round] = round
        total += sum_of(numbers)
    return str(total)

def make_numbers(count):
    numbers = []
    state = 42
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        numbers.append(state)
    return numbers


def quicksort(numbers, low, high):
    i = low
    j = high
    pivot = numbers[(low + high) // 2]
    while i <= j:
        while numbers[i] < pivot:
            i += 1
        while numbers[j] > pivot:
            j -= 1
        if i <= j:
            numbers[i], numbers[j] = numbers[j], numbers[i]
            i += 1
            j -= 1
    if low < j:
        quicksort(numbers, low, j)
    if i < high:
        quicksort(numbers, i, high)


def run():
    numbers = make_numbers(1000000)
    quicksort(numbers, 0, len(numbers) - 1)
    return f"{numbers[0]} {numbers[500000]} {numbers[999999]}"

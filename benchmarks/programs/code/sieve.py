def primes_below(limit):
    composite = [False] * limit
    count = 0
    for n in range(2, limit):
        if not composite[n]:
            count += 1
            for multiple in range(n * n, limit, n):
                composite[multiple] = True
    return count


def run():
    return str(primes_below(5000000))

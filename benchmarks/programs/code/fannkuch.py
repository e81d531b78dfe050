def fannkuch(n):
    first = list(range(n))
    count = [0] * n
    most = checksum = permutations = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        flipped = first[:]
        flips = 0
        k = flipped[0]
        while k:
            flipped[: k + 1] = flipped[k::-1]
            flips += 1
            k = flipped[0]
        most = max(most, flips)
        checksum += flips if permutations % 2 == 0 else -flips
        while True:
            if r == n:
                return f"{checksum} {most}"
            first.insert(r, first.pop(0))
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        permutations += 1


def run():
    return fannkuch(10)

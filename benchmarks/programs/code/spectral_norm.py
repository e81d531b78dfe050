from math import sqrt


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v):
    result = []
    for i in range(len(v)):
        sum = 0.0
        for j in range(len(v)):
            sum += element(i, j) * v[j]
        result.append(sum)
    return result


def times_transposed(v):
    result = []
    for i in range(len(v)):
        sum = 0.0
        for j in range(len(v)):
            sum += element(j, i) * v[j]
        result.append(sum)
    return result


def run():
    u = [1.0] * 1000
    v = []
    for _ in range(10):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    uv = vv = 0.0
    for i in range(len(u)):
        uv += u[i] * v[i]
        vv += v[i] * v[i]
    return f"{sqrt(uv / vv):.9f}"

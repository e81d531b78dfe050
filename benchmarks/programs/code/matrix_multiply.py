def matrix(size, seed):
    return [[(i * seed + j) % 10 / 10 for j in range(size)] for i in range(size)]


def multiply(a, b):
    size = len(a)
    rows = []
    for i in range(size):
        row = []
        for j in range(size):
            sum = 0.0
            for k in range(size):
                sum += a[i][k] * b[k][j]
            row.append(sum)
        rows.append(row)
    return rows


def run():
    product = multiply(matrix(300, 3), matrix(300, 7))
    return f"{sum(product[i][i] for i in range(len(product))):.3f}"

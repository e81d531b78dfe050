class Order:
    __slots__ = ("id", "price", "quantity")

    def __init__(self, id, price, quantity):
        self.id = id
        self.price = price
        self.quantity = quantity


def make_orders(count):
    return [Order(i, i % 100, i % 7) for i in range(count)]


def run():
    orders = make_orders(1000000)
    total = 0
    for round in range(10):
        large = [order for order in orders if order.quantity > round % 3]
        values = [order.price * order.quantity for order in large]
        total += sum([value for value in values if value % 2 == 0])
    return str(total)

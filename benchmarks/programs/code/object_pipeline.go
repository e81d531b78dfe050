package main

import "strconv"

type order struct{ id, price, quantity int }

func filter[T any](all []T, keep func(T) bool) []T {
	var kept []T
	for _, each := range all {
		if keep(each) {
			kept = append(kept, each)
		}
	}
	return kept
}

func mapped[T, R any](all []T, change func(T) R) []R {
	changed := make([]R, 0, len(all))
	for _, each := range all {
		changed = append(changed, change(each))
	}
	return changed
}

func sum(numbers []int) int {
	total := 0
	for _, n := range numbers {
		total += n
	}
	return total
}

func makeOrders(count int) []*order {
	orders := []*order{}
	for i := 0; i < count; i++ {
		orders = append(orders, &order{i, i % 100, i % 7})
	}
	return orders
}

func run() string {
	orders := makeOrders(1000000)
	total := 0
	for round := 0; round < 10; round++ {
		large := filter(orders, func(o *order) bool { return o.quantity > round%3 })
		values := mapped(large, func(o *order) int { return o.price * o.quantity })
		total += sum(filter(values, func(value int) bool { return value%2 == 0 }))
	}
	return strconv.Itoa(total)
}

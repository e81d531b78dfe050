package main

import "strconv"

func sumOf(numbers []int) int {
	sum := 0
	for _, n := range numbers {
		sum += n
	}
	return sum
}

func fill(count int) []int {
	numbers := []int{}
	for i := 0; i < count; i++ {
		numbers = append(numbers, i%1000)
	}
	return numbers
}

func run() string {
	numbers := fill(1000000)
	total := 0
	for round := 0; round < 50; round++ {
		numbers[round] = round
		total += sumOf(numbers)
	}
	return strconv.Itoa(total)
}

package main

import "fmt"

func makeNumbers(count int) []int {
	numbers := []int{}
	state := 42
	for i := 0; i < count; i++ {
		state = (state*1103515245 + 12345) % 2147483648
		numbers = append(numbers, state)
	}
	return numbers
}

func quicksort(numbers []int, low, high int) {
	i, j := low, high
	pivot := numbers[(low+high)/2]
	for i <= j {
		for numbers[i] < pivot {
			i++
		}
		for numbers[j] > pivot {
			j--
		}
		if i <= j {
			numbers[i], numbers[j] = numbers[j], numbers[i]
			i++
			j--
		}
	}
	if low < j {
		quicksort(numbers, low, j)
	}
	if i < high {
		quicksort(numbers, i, high)
	}
}

func run() string {
	numbers := makeNumbers(1000000)
	quicksort(numbers, 0, len(numbers)-1)
	return fmt.Sprintf("%d %d %d", numbers[0], numbers[500000], numbers[999999])
}

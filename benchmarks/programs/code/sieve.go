package main

import "strconv"

func primesBelow(limit int) int {
	composite := make([]bool, limit)
	count := 0
	for n := 2; n < limit; n++ {
		if !composite[n] {
			count++
			for multiple := n * n; multiple < limit; multiple += n {
				composite[multiple] = true
			}
		}
	}
	return count
}

func run() string { return strconv.Itoa(primesBelow(5000000)) }

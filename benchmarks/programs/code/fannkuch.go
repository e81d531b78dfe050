package main

import "fmt"

func fannkuch(n int) (checksum, most int) {
	first := make([]int, n)
	for i := range first {
		first[i] = i
	}
	count := make([]int, n)
	flipped := make([]int, n)
	permutations := 0
	r := n
	for {
		for ; r != 1; r-- {
			count[r-1] = r
		}
		copy(flipped, first)
		flips := 0
		for k := flipped[0]; k != 0; k = flipped[0] {
			for low, high := 0, k; low < high; low, high = low+1, high-1 {
				flipped[low], flipped[high] = flipped[high], flipped[low]
			}
			flips++
		}
		if flips > most {
			most = flips
		}
		if permutations%2 == 0 {
			checksum += flips
		} else {
			checksum -= flips
		}
		for {
			if r == n {
				return checksum, most
			}
			front := first[0]
			copy(first, first[1:r+1])
			first[r] = front
			count[r]--
			if count[r] > 0 {
				break
			}
			r++
		}
		permutations++
	}
}

func run() string {
	checksum, most := fannkuch(10)
	return fmt.Sprintf("%d %d", checksum, most)
}

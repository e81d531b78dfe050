package main

import "strconv"

func matrix(size, seed int) [][]float64 {
	rows := make([][]float64, size)
	for i := range rows {
		rows[i] = make([]float64, size)
		for j := range rows[i] {
			rows[i][j] = float64((i*seed+j)%10) / 10
		}
	}
	return rows
}

func multiply(a, b [][]float64) [][]float64 {
	size := len(a)
	rows := make([][]float64, size)
	for i := range rows {
		rows[i] = make([]float64, size)
		for j := range rows[i] {
			sum := 0.0
			for k := 0; k < size; k++ {
				sum += a[i][k] * b[k][j]
			}
			rows[i][j] = sum
		}
	}
	return rows
}

func run() string {
	product := multiply(matrix(300, 3), matrix(300, 7))
	trace := 0.0
	for i := range product {
		trace += product[i][i]
	}
	return strconv.FormatFloat(trace, 'f', 3, 64)
}

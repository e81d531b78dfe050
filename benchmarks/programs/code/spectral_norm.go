package main

import (
	"math"
	"strconv"
)

func element(i, j int) float64 { return 1 / float64((i+j)*(i+j+1)/2+i+1) }

func times(v []float64) []float64 {
	result := make([]float64, len(v))
	for i := range v {
		sum := 0.0
		for j := range v {
			sum += element(i, j) * v[j]
		}
		result[i] = sum
	}
	return result
}

func timesTransposed(v []float64) []float64 {
	result := make([]float64, len(v))
	for i := range v {
		sum := 0.0
		for j := range v {
			sum += element(j, i) * v[j]
		}
		result[i] = sum
	}
	return result
}

func run() string {
	u := make([]float64, 1000)
	for i := range u {
		u[i] = 1
	}
	var v []float64
	for step := 0; step < 10; step++ {
		v = timesTransposed(times(u))
		u = timesTransposed(times(v))
	}
	uv, vv := 0.0, 0.0
	for i := range u {
		uv += u[i] * v[i]
		vv += v[i] * v[i]
	}
	return strconv.FormatFloat(math.Sqrt(uv/vv), 'f', 9, 64)
}

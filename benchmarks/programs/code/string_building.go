package main

import (
	"fmt"
	"strconv"
	"strings"
)

func build(count int) string {
	var text strings.Builder
	for i := 0; i < count; i++ {
		text.WriteString("item ")
		text.WriteString(strconv.Itoa(i % 10))
		text.WriteString(";")
	}
	return text.String()
}

func run() string {
	text := build(1000000)
	return fmt.Sprintf("%d %s", len(text), text[4999990:5000000])
}

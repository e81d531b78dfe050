package main

import (
	"fmt"
	"strconv"
	"strings"
)

func makeText(words int) string {
	pieces := []string{}
	state := 42
	for i := 0; i < words; i++ {
		state = (state*1103515245 + 12345) % 2147483648
		pieces = append(pieces, "word"+strconv.Itoa(state/65536%5000))
	}
	return strings.Join(pieces, " ")
}

func countWords(text string) (counts map[string]int, words []string) {
	counts = make(map[string]int)
	for _, word := range strings.Split(text, " ") {
		if counts[word] == 0 {
			words = append(words, word)
		}
		counts[word]++
	}
	return counts, words
}

// The words are kept in the order in which they came, as the maps of the other languages do: the first of several that
// are as frequent counts.
func run() string {
	text := makeText(1200000)
	counts, words := countWords(text)
	most := ""
	for _, word := range words {
		if most == "" || counts[word] > counts[most] {
			most = word
		}
	}
	return fmt.Sprintf("%d %d %s %d", len(text), len(counts), most, counts[most])
}

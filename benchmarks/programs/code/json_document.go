package main

import (
	"encoding/json"
	"fmt"
	"strconv"
)

type user struct {
	ID     int      `json:"id"`
	Name   string   `json:"name"`
	Email  string   `json:"email"`
	Active bool     `json:"active"`
	Score  float64  `json:"score"`
	Tags   []string `json:"tags"`
}

func makeUsers(count int) []user {
	users := []user{}
	for i := 0; i < count; i++ {
		users = append(users, user{
			ID:     i,
			Name:   fmt.Sprintf("User %d", i),
			Email:  fmt.Sprintf("user%d@example.com", i),
			Active: i%3 == 0,
			Score:  float64(i) / 8,
			Tags:   []string{"alpha", "beta", fmt.Sprintf("tag%d", i%10)},
		})
	}
	return users
}

func run() string {
	text, err := json.Marshal(makeUsers(85000))
	if err != nil {
		panic(err)
	}
	var users []user
	if err := json.Unmarshal(text, &users); err != nil {
		panic(err)
	}
	score := 0.0
	active := 0
	for _, user := range users {
		score += user.Score
		if user.Active {
			active++
		}
	}
	return fmt.Sprintf("%d %d %s %s", len(users), active, strconv.FormatFloat(score, 'f', -1, 64), users[84999].Tags[2])
}

// The scenarios on Go's net/http: server SCENARIO PORT
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"time"
)

const backend = "http://127.0.0.1:18100"

type user struct {
	ID    int    `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

type address struct {
	Street string `json:"street"`
	City   string `json:"city"`
	Zip    string `json:"zip"`
}

type document struct {
	ID      int      `json:"id"`
	Name    string   `json:"name"`
	Email   string   `json:"email"`
	Tags    []string `json:"tags"`
	Active  bool     `json:"active"`
	Address address  `json:"address"`
	Score   float64  `json:"score"`
	Note    string   `json:"note"`
}

func text(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	io.WriteString(w, body)
}

func writeJSON(w http.ResponseWriter, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(body)
}

func users(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, []user{{1, "Alice", "alice@example.com"}, {2, "Bob", "bob@example.com"}})
}

// statusWriter keeps the status that was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		kept := &statusWriter{w, http.StatusOK}
		next.ServeHTTP(kept, r)
		fmt.Printf("%s %s - %d (%dms)\n", r.Method, r.URL.Path, kept.status, time.Since(start).Milliseconds())
	})
}

// methods answers by the method of the request.
type methods map[string]string

func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if body, ok := m[r.Method]; ok {
		text(w, body)
	} else {
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" && r.Method == http.MethodGet {
			text(w, "home")
		} else {
			http.NotFound(w, r)
		}
	})
	mux.Handle("/about", methods{"GET": "about"})
	mux.Handle("/contact", methods{"GET": "contact"})
	mux.Handle("/products", methods{"GET": "products", "POST": "new product"})
	mux.HandleFunc("/products/", func(w http.ResponseWriter, r *http.Request) {
		id := strings.TrimPrefix(r.URL.Path, "/products/")
		if of := strings.TrimSuffix(id, "/reviews"); of != id {
			text(w, "reviews of "+of)
		} else {
			text(w, "product "+id)
		}
	})
	mux.Handle("/orders", methods{"GET": "orders", "POST": "new order"})
	mux.HandleFunc("/orders/", func(w http.ResponseWriter, r *http.Request) {
		id := strings.TrimPrefix(r.URL.Path, "/orders/")
		if r.Method == http.MethodDelete {
			text(w, "no order "+id)
		} else {
			text(w, "order "+id)
		}
	})
	mux.Handle("/cart", methods{"GET": "cart", "POST": "in the cart"})
	mux.Handle("/search", methods{"GET": "search"})
	mux.Handle("/login", methods{"GET": "login", "POST": "logged in"})
	mux.Handle("/settings", methods{"GET": "settings"})
	mux.Handle("/users", methods{"GET": "users", "POST": "new user"})
	mux.HandleFunc("/users/", func(w http.ResponseWriter, r *http.Request) {
		text(w, "user "+strings.TrimPrefix(r.URL.Path, "/users/"))
	})
	return mux
}

type userKey struct{}

func framed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Frame-Options", "DENY")
		next.ServeHTTP(w, r)
	})
}

func known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), userKey{}, "Al")))
	})
}

func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Blocked") != "" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func echo(w http.ResponseWriter, r *http.Request) {
	var found document
	if err := json.NewDecoder(r.Body).Decode(&found); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	writeJSON(w, found)
}

// A pool as large as the number of connections: the default keeps two open.
func transport() *http.Transport {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	return transport
}

func proxy() http.Handler {
	target, _ := url.Parse(backend)
	passOn := httputil.NewSingleHostReverseProxy(target)
	passOn.Transport = transport()
	passOn.ErrorHandler = func(w http.ResponseWriter, r *http.Request, err error) {
		w.WriteHeader(http.StatusBadGateway)
	}
	return passOn
}

func forward() http.HandlerFunc {
	client := &http.Client{Transport: transport()}
	return func(w http.ResponseWriter, r *http.Request) {
		answer, err := client.Get(backend + r.URL.Path)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", answer.Header.Get("Content-Type"))
		w.WriteHeader(answer.StatusCode)
		w.Write(body)
	}
}

func handler(scenario string) http.Handler {
	mux := http.NewServeMux()
	switch scenario {
	case "plaintext":
		mux.HandleFunc("/plaintext", func(w http.ResponseWriter, r *http.Request) { text(w, "Hello, World!") })
	case "users":
		mux.HandleFunc("/api/users", users)
	case "users_logged":
		mux.HandleFunc("/api/users", users)
		return logged(mux)
	case "routes":
		return routes()
	case "middlewares":
		mux.HandleFunc("/hello", func(w http.ResponseWriter, r *http.Request) {
			text(w, "hello "+r.Context().Value(userKey{}).(string))
		})
		return framed(known(guarded(mux)))
	case "echo":
		mux.HandleFunc("/echo", echo)
	case "file":
		mux.Handle("/public/", http.StripPrefix("/public/", http.FileServer(http.Dir("files"))))
	case "proxy":
		return proxy()
	case "forward":
		mux.Handle("/fixed", forward())
	}
	return mux
}

func main() {
	if err := http.ListenAndServe("127.0.0.1:"+os.Args[2], handler(os.Args[1])); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

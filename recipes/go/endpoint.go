package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"time"
)

// problem is an answer other than a success. It has no text of Enode's.
type problem struct {
	status     int
	detail     string
	retryAfter string
}

func (p *problem) Error() string { return p.detail }

func refuse(status int, detail string) error {
	return &problem{status: status, detail: detail}
}

// endpoint answers with JSON, or with 204 if there is nothing to say.
type endpoint func(*http.Request) (any, error)

func (e endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// For all calls of Enode together: the button waits 15 seconds.
	ctx, cancel := context.WithTimeout(r.Context(), 9*time.Second)
	defer cancel()
	answer, err := e(r.WithContext(ctx))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		p := &problem{status: http.StatusInternalServerError, detail: "This server failed."}
		if !errors.As(err, &p) {
			log.Print(err)
		}
		if p.retryAfter != "" {
			w.Header().Set("Retry-After", p.retryAfter)
		}
		w.WriteHeader(p.status)
		answer = map[string]string{"detail": p.detail}
	} else if answer == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	json.NewEncoder(w).Encode(answer)
}

// only lets requests with one method pass.
func only(method string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method {
			w.Header().Set("Allow", method)
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "Use "+method+".", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// forUser is an endpoint for the user who is signed in, on a page of this origin.
func forUser(answer func(r *http.Request, user string) (any, error)) endpoint {
	return func(r *http.Request) (any, error) {
		if !isOwnPage(r) {
			return nil, refuse(http.StatusForbidden, "Only pages of this origin may do this.")
		}
		user := signedInUser(r)
		if user == "" {
			return nil, refuse(http.StatusUnauthorized, "Nobody is signed in.")
		}
		return answer(r, user)
	}
}

// isOwnPage is false for what a page of another origin may have made the browser send.
func isOwnPage(r *http.Request) bool {
	site, from := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	return (site == "" || site == "same-origin" || site == "none") && (from == "" || from == origin)
}

func readBody(r *http.Request, limit int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, limit))
	if err != nil {
		return nil, refuse(http.StatusRequestEntityTooLarge, "The body is too large.")
	}
	return body, nil
}

// REPLACE what follows by the session and the sign-in of your application: here, everybody may be
// anybody. The endpoints need signedInUser only.

func signIn(w http.ResponseWriter, r *http.Request) {
	if !isOwnPage(r) {
		http.Error(w, "Only pages of this origin may do this.", http.StatusForbidden)
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name:     "session",
		Value:    seal(r.PostFormValue("user")),
		Path:     "/",
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
		Secure:   strings.HasPrefix(origin, "https:"),
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// signedInUser is the id of the user who is signed in, or "".
func signedInUser(r *http.Request) string {
	cookie, err := r.Cookie("session")
	if err != nil {
		return ""
	}
	encoded, _, _ := strings.Cut(cookie.Value, ".")
	user, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || !hmac.Equal([]byte(cookie.Value), []byte(seal(string(user)))) {
		return ""
	}
	return string(user)
}

// seal returns the user with a signature, so that no page can choose another one.
func seal(user string) string {
	mac := hmac.New(sha256.New, []byte(required("SESSION_SECRET")))
	mac.Write([]byte(user))
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(user)) + "." + encode(mac.Sum(nil))
}

func env(name, usual string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return usual
}

// required drops the line break at the end of a mounted file.
func required(name string) string {
	if value := strings.TrimSpace(os.Getenv(name)); value != "" {
		return value
	}
	log.Fatalf("Set %s.", name)
	return ""
}

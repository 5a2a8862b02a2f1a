// Command host serves endpoints for <enode-link-button>, by the rules of docs/own-endpoints.md.
package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"log"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

var (
	origin      = env("APP_ORIGIN", "http://localhost:8000")
	callbackURL = regexp.QuoteMeta(origin + "/api/enode/callback")
	redirectURI = regexp.MustCompile(`^` + callbackURL + `\?enode_link=[A-Za-z0-9_-]{22,128}$`)
	// Anybody could sign with an empty secret.
	webhookSecret = []byte(required("ENODE_WEBHOOK_SECRET"))
	scopes        = []string{"vehicle:read:data", "charger:read:data"}
	vendorTypes   = typesIn(scopes)
	languages     = strings.Fields("browser da-DK de-DE en-US en-GB es-ES fi-FI fr-FR it-IT ja-JP lv-LV " +
		"lt-LT nb-NO nl-NL nl-BE pl-PL pt-PT ro-RO sv-SE")
	// In memory. If you run several processes, keep this in the database that they share.
	deliveries sync.Map
)

func main() {
	http.Handle("/api/enode/link-session", only(http.MethodPost, forUser(linkSession)))
	http.Handle("/api/enode/user", only(http.MethodGet, forUser(linkedVendors)))
	http.Handle("/api/enode/devices", only(http.MethodGet, forUser(devices)))
	http.Handle("/api/enode/callback", only(http.MethodGet, http.HandlerFunc(returnPage)))
	http.Handle("/hooks/enode", only(http.MethodPost, endpoint(webhook)))
	http.Handle("/sign-in", only(http.MethodPost, http.HandlerFunc(signIn)))
	http.Handle("/", http.FileServer(http.Dir(env("PUBLIC_DIR", "../public"))))
	server := &http.Server{Addr: "localhost:" + env("PORT", "8000"), ReadTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

// linkRequest is what a page asks for, and then what Enode is asked for.
type linkRequest struct {
	RedirectURI string   `json:"redirectUri"`
	Language    string   `json:"language"`
	ColorScheme *string  `json:"colorScheme,omitempty"`
	VendorType  *string  `json:"vendorType,omitempty"`
	Vendor      *string  `json:"vendor,omitempty"`
	Scopes      []string `json:"scopes,omitempty"`
	AssetID     *string  `json:"assetId,omitempty"`
}

type session struct {
	LinkURL   string `json:"linkUrl"`
	LinkToken string `json:"linkToken"`
}

func linkSession(r *http.Request, user string) (any, error) {
	wanted, err := readLinkRequest(r)
	if err != nil {
		return nil, err
	}
	var answer *answer
	if wanted.AssetID != nil {
		answer, err = relink(r, user, wanted)
	} else {
		answer, err = callEnode(r.Context(), http.MethodPost, "/users/"+url.PathEscape(user)+"/link", "", wanted)
	}
	if err != nil {
		return nil, err
	}
	var made session
	return &made, answer.read(&made, "linkUrl", "linkToken")
}

func relink(r *http.Request, user string, wanted *linkRequest) (*answer, error) {
	// Enode's call takes no user, and would open any asset of the client.
	isOwn, err := owns(r.Context(), user, *wanted.AssetID)
	if err != nil {
		return nil, err
	}
	if !isOwn {
		return nil, refuse(http.StatusNotFound, "You have no such device.")
	}
	path := "/assets/" + url.PathEscape(*wanted.AssetID) + "/relink"
	body := linkRequest{RedirectURI: wanted.RedirectURI, Language: wanted.Language, ColorScheme: wanted.ColorScheme}
	answer, err := callEnode(r.Context(), http.MethodPost, path, "", body)
	switch {
	case err != nil:
		return nil, err
	case answer.status == http.StatusNotFound:
		return nil, refuse(http.StatusNotFound, "There is no such device any more.")
	case answer.status == http.StatusBadRequest && answer.says("already linked"):
		return nil, refuse(http.StatusConflict, "The device is linked already.")
	}
	return answer, nil
}

// readLinkRequest refuses what asks for more than this server allows.
func readLinkRequest(r *http.Request) (*linkRequest, error) {
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType != "application/json" {
		return nil, refuse(http.StatusUnsupportedMediaType, "Send JSON.")
	}
	body, err := readBody(r, 16<<10)
	if err != nil {
		return nil, err
	}
	var wanted linkRequest
	if !utf8.Valid(body) || json.Unmarshal(body, &wanted) != nil {
		return nil, refuse(http.StatusBadRequest, "Send a JSON object with the fields of the button.")
	}
	if !redirectURI.MatchString(wanted.RedirectURI) {
		return nil, refuse(http.StatusBadRequest, "redirectUri is not the callback URL with enode_link.")
	}
	if wanted.VendorType != nil && !isIn(vendorTypes, *wanted.VendorType) {
		return nil, refuse(http.StatusBadRequest, "vendorType must be a type of this server's scopes.")
	}
	if !isIn(languages, wanted.Language) { // Enode would refuse it.
		wanted.Language = "browser"
	}
	if wanted.Scopes == nil {
		wanted.Scopes = scopes
	}
	if len(wanted.Scopes) == 0 {
		return nil, refuse(http.StatusBadRequest, "scopes must have at least one, or be left out.")
	}
	for _, scope := range wanted.Scopes {
		if !isIn(scopes, scope) {
			return nil, refuse(http.StatusBadRequest, "This server does not ask for this scope.")
		}
	}
	return &wanted, nil
}

func linkedVendors(r *http.Request, user string) (any, error) {
	answer, err := callEnode(r.Context(), http.MethodGet, "/users/"+url.PathEscape(user), "", nil)
	if err != nil {
		return nil, err
	}
	if answer.status == http.StatusNotFound {
		return map[string]any{"id": user, "linkedVendors": []string{}}, nil
	}
	var known struct {
		ID            string           `json:"id"`
		LinkedVendors []map[string]any `json:"linkedVendors"`
	}
	return &known, answer.read(&known, "id", "linkedVendors")
}

func devices(r *http.Request, user string) (any, error) {
	devices, err := devicesOf(r.Context(), user)
	return map[string]any{"devices": devices}, err
}

// returnPage is the same for everybody, and proves nothing.
func returnPage(w http.ResponseWriter, r *http.Request) {
	headers := w.Header()
	headers.Set("Cache-Control", "no-store")
	headers.Set("Content-Type", "text/html; charset=utf-8")
	headers.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; base-uri 'none'; "+
		"form-action 'none'; frame-ancestors 'self'")
	headers.Set("Referrer-Policy", "no-referrer")
	w.Write([]byte(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Finishing…</title>
<script src="/enode-link-callback.js"></script>
<p role="status" data-enode-link-text>Finishing…</p>
`))
}

func webhook(r *http.Request) (any, error) {
	body, err := readBody(r, 2<<20)
	if err != nil {
		return nil, err
	}
	// The signature is over these bytes: the same JSON, written again, has others.
	mac := hmac.New(sha1.New, webhookSecret)
	mac.Write(body)
	expected := "sha1=" + hex.EncodeToString(mac.Sum(nil))
	isSigned := hmac.Equal([]byte(r.Header.Get("x-enode-signature")), []byte(expected))
	if !isSigned {
		return nil, refuse(http.StatusUnauthorized, "The signature is wrong.")
	}
	delivery := r.Header.Get("x-enode-delivery")
	if _, isRepeated := deliveries.LoadOrStore(delivery, true); isRepeated {
		return nil, nil
	}
	time.AfterFunc(25*time.Hour, func() { deliveries.Delete(delivery) }) // Enode repeats for a day.
	var events []struct{ Event string }
	if err := json.Unmarshal(body, &events); err != nil {
		return nil, refuse(http.StatusBadRequest, "The body is not a list of events.")
	}
	for _, event := range events {
		log.Printf("Enode says: %s", event.Event)
	}
	return nil, nil
}

func isIn(list []string, text string) bool {
	for _, one := range list {
		if one == text {
			return true
		}
	}
	return false
}

// typesIn returns the types of device that the scopes are for, such as "vehicle".
func typesIn(scopes []string) []string {
	var types []string
	for _, scope := range scopes {
		name, _, _ := strings.Cut(scope, ":")
		types = append(types, name)
	}
	return types
}

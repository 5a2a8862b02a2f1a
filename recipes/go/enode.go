package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

const answerLimit = 1 << 20

var (
	oauthURL     = env("ENODE_OAUTH_URL", "https://oauth.sandbox.enode.io")
	apiURL       = env("ENODE_API_URL", "https://enode-api.sandbox.enode.io")
	clientID     = required("ENODE_CLIENT_ID")
	clientSecret = required("ENODE_CLIENT_SECRET")
	// A redirect would carry the access token to another address.
	client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	// One access token for all users. Who has put something into turn may read and change it.
	token struct {
		value     string
		expiresAt time.Time
	}
	turn = make(chan struct{}, 1)

	errLate        = refuse(http.StatusGatewayTimeout, "Enode did not answer in time.")
	errUnreachable = refuse(http.StatusBadGateway, "Enode cannot be reached.")
	errUnusable    = refuse(http.StatusBadGateway, "Enode's answer cannot be used.")
)

// answer is what Enode answered.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// callEnode requests a path, in which each id is escaped.
func callEnode(ctx context.Context, method, address, query string, body any) (*answer, error) {
	if path.Clean(address) != address {
		return nil, refuse(http.StatusInternalServerError, "This id cannot be part of a path.")
	}
	content, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	ask := func(accessToken string) (*answer, error) {
		header := http.Header{}
		header.Set("Authorization", "Bearer "+accessToken)
		header.Set("Enode-Version", "2024-10-01")
		if method == http.MethodGet {
			return sendTwice(ctx, method, apiURL+address+query, header, nil)
		}
		// Enode may have created a session before it failed: this is never sent again.
		header.Set("Content-Type", "application/json")
		return send(ctx, method, apiURL+address+query, header, content)
	}
	accessToken, err := currentToken(ctx, "")
	if err != nil {
		return nil, err
	}
	answer, err := ask(accessToken)
	if err != nil || answer.status != http.StatusUnauthorized {
		return answer, err
	}
	// Enode may revoke a token before it expires.
	if accessToken, err = currentToken(ctx, accessToken); err != nil {
		return nil, err
	}
	return ask(accessToken)
}

// currentToken returns the token that all requests share. One request fetches it while others wait.
func currentToken(ctx context.Context, refused string) (string, error) {
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return "", errLate
	}
	if token.value != refused && time.Now().Before(token.expiresAt) {
		return token.value, nil
	}
	credentials := base64.StdEncoding.EncodeToString([]byte(clientID + ":" + clientSecret))
	header := http.Header{}
	header.Set("Authorization", "Basic "+credentials)
	header.Set("Content-Type", "application/x-www-form-urlencoded")
	form := []byte("grant_type=client_credentials")
	answer, err := sendTwice(ctx, http.MethodPost, oauthURL+"/oauth2/token", header, form)
	if err != nil {
		return "", err
	}
	switch answer.status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		return "", refuse(http.StatusBadGateway, "Enode refuses the client id or secret.")
	}
	granted := struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"`
	}{ExpiresIn: 300}
	if err := answer.read(&granted, "access_token"); err != nil {
		return "", err
	}
	lifetime := time.Duration(granted.ExpiresIn) * time.Second
	margin := lifetime / 10
	if margin > time.Minute {
		margin = time.Minute
	}
	token.value, token.expiresAt = granted.AccessToken, time.Now().Add(lifetime-margin)
	return token.value, nil
}

// sendTwice sends the request again if Enode fails for a moment.
func sendTwice(ctx context.Context, method, address string, header http.Header, body []byte) (*answer, error) {
	answer, err := send(ctx, method, address, header, body)
	if err != nil && err != errUnreachable || err == nil && !answer.mayPassSoon() {
		return answer, err
	}
	select {
	case <-time.After(200 * time.Millisecond):
		return send(ctx, method, address, header, body)
	case <-ctx.Done():
		return nil, errLate
	}
}

func send(ctx context.Context, method, address string, header http.Header, body []byte) (*answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header = header
	response, err := client.Do(request)
	if err == nil {
		defer response.Body.Close()
		body, err = io.ReadAll(io.LimitReader(response.Body, answerLimit+1))
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, errLate
	case err != nil:
		return nil, errUnreachable
	case len(body) > answerLimit:
		return nil, errUnusable
	}
	return &answer{response.StatusCode, response.Header, body}, nil
}

func (a *answer) mayPassSoon() bool {
	switch a.status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return a.header.Get("Retry-After") == ""
	}
	return false
}

// read decodes what Enode answered, which must have these properties. A failure is never 401 or 403, which
// tell the button that the user is signed out.
func (a *answer) read(into any, names ...string) error {
	switch a.status {
	case http.StatusOK:
		var object map[string]json.RawMessage
		if json.Unmarshal(a.body, &object) != nil || json.Unmarshal(a.body, into) != nil {
			return errUnusable
		}
		for _, name := range names {
			if value, ok := object[name]; !ok || string(value) == "null" {
				return errUnusable
			}
		}
		return nil
	case http.StatusForbidden:
		if a.says("connections limit reached") {
			return refuse(http.StatusConflict, "Enode accepts no more connections for this client.")
		}
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return refuse(http.StatusBadRequest, "Enode refused what was asked.")
	case http.StatusConflict:
		return refuse(http.StatusConflict, "Enode refused what was asked.")
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return &problem{a.status, "Enode is busy.", seconds(a.header.Get("Retry-After"))}
	}
	return refuse(http.StatusBadGateway, "Enode failed.")
}

func (a *answer) says(text string) bool {
	return strings.Contains(strings.ToLower(string(a.body)), text)
}

// seconds is a Retry-After, which may be a date, in seconds, or "".
func seconds(retryAfter string) string {
	if _, err := strconv.ParseUint(retryAfter, 10, 32); err == nil {
		return retryAfter
	}
	date, err := http.ParseTime(retryAfter)
	if err != nil {
		return ""
	}
	wait := time.Until(date)
	if wait < 0 {
		wait = 0
	}
	return strconv.FormatFloat(math.Ceil(wait.Seconds()), 'f', 0, 64)
}

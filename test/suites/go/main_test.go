// Package app tests a back end against the emulator, with the packages that come with Go.
package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const webhookSecret = "secret-of-the-tests"

var (
	emulatorCommand = []string{"node", "enode-link-button/command.js", "emulator", "--port=0", "--link-port=0"}
	hostCommand     = []string{"node", "host.js"} // the command that starts your back end
	hostURL         string
)

// The emulator's addresses and credentials: the first line that it prints.
var enode struct{ OAuthURL, APIURL, ClientID, ClientSecret string }

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

// run starts the emulator and the back end, and ends both after all tests.
func run(m *testing.M) (code int, err error) {
	emulator := exec.Command(emulatorCommand[0], emulatorCommand[1:]...)
	output, err := emulator.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := emulator.Start(); err != nil {
		return 0, err
	}
	defer end(emulator)
	if err := json.NewDecoder(output).Decode(&enode); err != nil {
		return 0, err
	}

	port := os.Getenv("PORT")
	if port == "" {
		port = "8000"
	}
	hostURL = "http://localhost:" + port
	host := exec.Command(hostCommand[0], hostCommand[1:]...)
	host.Stderr = os.Stderr
	host.Env = append(os.Environ(),
		"PORT="+port,
		"APP_ORIGIN="+hostURL,
		"ENODE_OAUTH_URL="+enode.OAuthURL,
		"ENODE_API_URL="+enode.APIURL,
		"ENODE_CLIENT_ID="+enode.ClientID,
		"ENODE_CLIENT_SECRET="+enode.ClientSecret,
		"ENODE_WEBHOOK_SECRET="+webhookSecret,
	)
	if err := host.Start(); err != nil {
		return 0, err
	}
	defer end(host)
	if !eventually(isUp) {
		return 0, fmt.Errorf("nothing answers at %s", hostURL)
	}
	if err := createWebhook(); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

func end(program *exec.Cmd) {
	_ = program.Process.Kill()
	_ = program.Wait()
}

func isUp() bool {
	answer, err := http.Get(hostURL)
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// createWebhook does what you do once at Enode.
func createWebhook() error {
	form := strings.NewReader("grant_type=client_credentials")
	request, err := http.NewRequest("POST", enode.OAuthURL+"/oauth2/token", form)
	if err != nil {
		return err
	}
	request.SetBasicAuth(enode.ClientID, enode.ClientSecret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if _, err := send(http.DefaultClient, request, &token); err != nil {
		return err
	}

	webhook := map[string]string{"url": hostURL + "/hooks/enode", "secret": webhookSecret}
	request, err = newRequest("POST", enode.APIURL+"/webhooks", webhook)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token.AccessToken)
	status, err := send(http.DefaultClient, request, nil)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the emulator refused the webhook: %d", status)
	}
	return err
}

// signIn returns a client with the session of a user. After the test, the emulator forgets all but the webhook.
func signIn(t *testing.T) *http.Client {
	t.Cleanup(func() { control(t, "POST", "/reset", map[string][]string{"keep": {"webhooks"}}, nil) })
	jar, err := cookiejar.New(nil)
	check(t, err)
	client := &http.Client{Jar: jar}
	// Sign in as your own users do.
	answer, err := client.PostForm(hostURL+"/sign-in", url.Values{"user": {"anna"}})
	check(t, err)
	check(t, answer.Body.Close())
	return client
}

// control sends a control request to the emulator, and decodes its answer unless that is nil.
func control(t *testing.T, method, path string, body, answer any) {
	t.Helper()
	status := ask(t, http.DefaultClient, method, enode.APIURL+"/emulator"+path, body, answer)
	if status >= 300 {
		t.Fatalf("the emulator answered %s %s with %d", method, path, status)
	}
}

func ask(t *testing.T, client *http.Client, method, url string, body, answer any) (status int) {
	t.Helper()
	request, err := newRequest(method, url, body)
	check(t, err)
	status, err = send(client, request, answer)
	check(t, err)
	return status
}

func newRequest(method, url string, body any) (*http.Request, error) {
	if body == nil {
		return http.NewRequest(method, url, nil)
	}
	content, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(method, url, bytes.NewReader(content))
	if err == nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, err
}

func send(client *http.Client, request *http.Request, answer any) (status int, err error) {
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if answer != nil {
		err = json.NewDecoder(response.Body).Decode(answer)
	}
	return response.StatusCode, err
}

// eventually waits for a condition, such as that a webhook has arrived, and returns whether it came true.
func eventually(condition func() bool) bool {
	for tries := 0; tries < 100; tries++ {
		if condition() {
			return true
		}
		time.Sleep(100 * time.Millisecond)
	}
	return false
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

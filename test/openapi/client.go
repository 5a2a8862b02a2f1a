// A client of the endpoints in openapi.yaml, with the types that a generator made of it. It asks each
// endpoint once and prints what its types keep of the answers, as one line of JSON.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
)

type answers struct {
	LinkSession LinkSession
	User        EnodeUser
	Devices     LinkedDevices
	Problem     Problem
}

func main() {
	base, redirectURI := os.Args[1], os.Args[2]
	language, scheme := "browser", Dark
	wish := LinkSessionRequest{RedirectURI: redirectURI, Language: &language, ColorScheme: &scheme}
	foreign := LinkSessionRequest{RedirectURI: "https://evil.example/"}
	var all answers
	ask("POST", base+"/link-session", wish, http.StatusOK, &all.LinkSession)
	ask("GET", base+"/user", nil, http.StatusOK, &all.User)
	ask("GET", base+"/devices", nil, http.StatusOK, &all.Devices)
	ask("POST", base+"/link-session", foreign, http.StatusBadRequest, &all.Problem)
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		log.Fatal(err)
	}
}

// ask sends one request, and decodes an answer that has this status and nothing that its type lacks.
func ask(method, url string, body any, status int, answer any) {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			log.Fatal(err)
		}
	}
	request, err := http.NewRequest(method, url, &content)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != status {
		log.Fatal(fmt.Sprintf("%s %s answered %d", method, url, response.StatusCode))
	}
	decoder := json.NewDecoder(response.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(answer); err != nil {
		log.Fatal(method, " ", url, ": ", err)
	}
}

package app

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// What became of a user in Link UI.
type played struct {
	ReturnURL, Vendor string
	Devices           []string
}

func TestNamesADeviceThatWasLinked(t *testing.T) {
	anna := signIn(t)
	played := play(t, anna, "complete")
	equal(t, played.ReturnURL, callback())
	equal(t, vendors(t, anna), []string{played.Vendor})
	equal(t, len(played.Devices), 1)
	equal(t, devices(t, anna), played.Devices)
}

func TestHasNothingOfAUserWhoLeftEarly(t *testing.T) {
	anna := signIn(t)
	played := play(t, anna, "exit")
	equal(t, strings.HasPrefix(played.ReturnURL, callback()+"&error="), true)
	equal(t, len(vendors(t, anna)), 0)
	equal(t, len(devices(t, anna)), 0)
}

func TestTellsOfADeviceThatComesLater(t *testing.T) {
	anna := signIn(t)
	var charger struct{ ID string }
	control(t, "POST", "/users/anna/devices", map[string]string{"vendorType": "charger"}, &charger)
	isTold := func() bool {
		var ids []string
		ask(t, anna, "GET", hostURL+"/notices", nil, &ids)
		return len(ids) == 1 && ids[0] == charger.ID
	}
	equal(t, eventually(isTold), true)
}

func TestReportsThatEnodeFails(t *testing.T) {
	anna := signIn(t)
	control(t, "PUT", "/faults", map[string]any{"api": map[string]int{"status": 503}}, nil)
	_, status := linkSession(t, anna)
	equal(t, status, http.StatusServiceUnavailable)
}

// callback is the redirectUri, as the button sends it.
func callback() string {
	return hostURL + "/api/enode/callback?enode_link=" + strings.Repeat("n", 22)
}

func linkSession(t *testing.T, user *http.Client) (linkURL string, status int) {
	t.Helper()
	body := map[string]string{"redirectUri": callback(), "language": "en-US"}
	var session struct{ LinkURL string }
	status = ask(t, user, "POST", hostURL+"/api/enode/link-session", body, &session)
	return session.LinkURL, status
}

// play starts a Link session, and plays the user in Link UI.
func play(t *testing.T, user *http.Client, as string) (result played) {
	t.Helper()
	linkURL, _ := linkSession(t, user)
	control(t, "POST", "/play", map[string]string{"linkUrl": linkURL, "as": as}, &result)
	return result
}

func vendors(t *testing.T, user *http.Client) (names []string) {
	t.Helper()
	var answer struct{ LinkedVendors []struct{ Vendor string } }
	ask(t, user, "GET", hostURL+"/api/enode/user", nil, &answer)
	for _, linked := range answer.LinkedVendors {
		names = append(names, linked.Vendor)
	}
	return names
}

func devices(t *testing.T, user *http.Client) (ids []string) {
	t.Helper()
	var answer struct{ Devices []struct{ ID string } }
	ask(t, user, "GET", hostURL+"/api/enode/devices", nil, &answer)
	for _, device := range answer.Devices {
		ids = append(ids, device.ID)
	}
	return ids
}

func equal(t *testing.T, actual, expected any) {
	t.Helper()
	if !reflect.DeepEqual(actual, expected) {
		t.Errorf("got %v, not %v", actual, expected)
	}
}

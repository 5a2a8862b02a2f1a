package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// assetType is one of the types of asset that Enode has.
type assetType struct {
	name string
	// list is the last part of the address of its list.
	list string
	// ownName is the name that the user chose, if the type has one.
	ownName func(information) string
}

var assetTypes = []assetType{
	{"vehicle", "vehicles", displayName},
	{"charger", "chargers", noName},
	{"hvac", "hvacs", displayName},
	{"inverter", "inverters", siteName},
	{"battery", "batteries", siteName},
	{"meter", "meters", siteName},
}

func displayName(about information) string { return about.DisplayName }
func siteName(about information) string    { return about.SiteName }
func noName(information) string            { return "" }

const mostPages = 20

// asset is what the button needs. Where a car is, for instance, is left out here.
type asset struct {
	ID, Vendor  string
	IsReachable *bool
	Information information
}

type information struct{ Brand, Model, DisplayName, SiteName string }

// device is what the button shows.
type device struct {
	ID          string  `json:"id"`
	Vendor      string  `json:"vendor"`
	VendorType  string  `json:"vendorType"`
	Name        string  `json:"name"`
	Brand       *string `json:"brand"`
	Model       *string `json:"model"`
	IsReachable *bool   `json:"isReachable"`
}

// assetList is a whole list of a user's assets, or why it cannot be read.
type assetList struct {
	kind   assetType
	assets []asset
	err    error
}

// devicesOf lists all devices of the user that the scopes name, in the order of the types.
func devicesOf(ctx context.Context, user string) ([]device, error) {
	var kinds []assetType
	for _, kind := range assetTypes {
		if isIn(vendorTypes, kind.name) {
			kinds = append(kinds, kind)
		}
	}
	found := map[string][]asset{}
	for list := range readLists(ctx, user, kinds) {
		if list.err != nil {
			return nil, list.err
		}
		found[list.kind.name] = list.assets
	}
	devices := []device{}
	for _, kind := range kinds {
		for _, asset := range found[kind.name] {
			devices = append(devices, toDevice(kind, asset))
		}
	}
	return devices, nil
}

// owns reads the lists of all types, because the asset may be older than the scopes.
func owns(ctx context.Context, user, assetID string) (bool, error) {
	var failure error
	for list := range readLists(ctx, user, assetTypes) {
		if list.err != nil && failure == nil {
			failure = list.err
		}
		for _, asset := range list.assets {
			if asset.ID == assetID {
				return true, nil
			}
		}
	}
	// The asset may be in the list that could not be read.
	return false, failure
}

// readLists reads all lists at once. Each is sent when it is complete.
func readLists(ctx context.Context, user string, kinds []assetType) <-chan assetList {
	lists := make(chan assetList, len(kinds))
	var reading sync.WaitGroup
	for _, kind := range kinds {
		reading.Add(1)
		go func(kind assetType) {
			defer reading.Done()
			assets, err := readList(ctx, "/users/"+url.PathEscape(user)+"/"+kind.list)
			lists <- assetList{kind, assets, err}
		}(kind)
	}
	go func() {
		reading.Wait()
		close(lists)
	}()
	return lists
}

func readList(ctx context.Context, address string) ([]asset, error) {
	var assets []asset
	isKnown := map[string]bool{}
	query := ""
	for page := 0; page < mostPages; page++ {
		answer, err := callEnode(ctx, http.MethodGet, address, query, nil)
		if err != nil {
			return nil, err
		}
		if answer.status == http.StatusNotFound && query == "" {
			return nil, nil // Enode does not know the user yet.
		}
		var read struct {
			Data       []asset
			Pagination struct{ After *string }
		}
		if err := answer.read(&read, "data", "pagination"); err != nil {
			return nil, err
		}
		for _, asset := range read.Data {
			if asset.ID == "" || asset.Vendor == "" {
				return nil, errUnusable
			}
			if !isKnown[asset.ID] {
				assets = append(assets, asset)
			}
			isKnown[asset.ID] = true
		}
		if read.Pagination.After == nil {
			return assets, nil
		}
		query = "?after=" + url.QueryEscape(*read.Pagination.After)
	}
	return nil, refuse(http.StatusBadGateway, "Enode's list does not end.")
}

func toDevice(kind assetType, asset asset) device {
	about := asset.Information
	brand, model := strings.TrimSpace(about.Brand), strings.TrimSpace(about.Model)
	ownName := strings.TrimSpace(kind.ownName(about))
	return device{
		ID:          asset.ID,
		Vendor:      asset.Vendor,
		VendorType:  kind.name,
		Name:        firstOf(ownName, brandAndModel(brand, model), asset.Vendor),
		Brand:       orNull(brand),
		Model:       orNull(model),
		IsReachable: asset.IsReachable,
	}
}

// brandAndModel is only the model if that begins with the brand.
func brandAndModel(brand, model string) string {
	if len(model) >= len(brand) && strings.EqualFold(model[:len(brand)], brand) {
		next, _ := utf8.DecodeRuneInString(model[len(brand):])
		if !unicode.IsLetter(next) && !unicode.IsNumber(next) {
			return model
		}
	}
	return strings.TrimSpace(brand + " " + model)
}

// firstOf returns the first text that is not empty.
func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

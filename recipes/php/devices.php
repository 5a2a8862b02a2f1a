<?php

// The assets of a user: what a page may know of them, and whether one is the user's own.

declare(strict_types=1);

/** The types in the order of the devices: the list of each, and its property with the name that the owner chose. */
const TYPES = [
    'vehicle' => ['vehicles', 'displayName'],
    'charger' => ['chargers', null],
    'hvac' => ['hvacs', 'displayName'],
    'inverter' => ['inverters', 'siteName'],
    'battery' => ['batteries', 'siteName'],
    'meter' => ['meters', 'siteName'],
];
const MOST_PAGES = 20;

function typesInScopes(): array
{
    $types = array_map(fn (string $scope) => explode(':', $scope)[0], SCOPES);
    return array_intersect_key(TYPES, array_flip($types));
}

/** All devices of the user, or a failure: a page takes a shorter list for devices that are gone. */
function readDevices(string $user): array
{
    $devices = [];
    foreach (typesInScopes() as $type => [$list, $ownName]) {
        foreach (readAssets($user, $list) as $asset) {
            $devices[$asset['id']] ??= describeDevice($asset, $type, $ownName);
        }
    }
    return array_values($devices);
}

function ownsAsset(string $user, string $id): bool
{
    $failure = null;
    // First the types in the scopes. The asset may be older than the scopes, and of another type.
    foreach (typesInScopes() + TYPES as [$list]) {
        try {
            foreach (readAssets($user, $list) as $asset) {
                if ($asset['id'] === $id) {
                    return true;
                }
            }
        } catch (Refusal $refusal) {
            $failure ??= $refusal;
        }
    }
    // The asset may be in the list that failed, so its absence is not proven.
    return $failure === null ? false : throw $failure;
}

/** The assets of all pages. None if Enode does not know the user. */
function readAssets(string $user, string $list): Generator
{
    $after = null;
    for ($count = 0; $count < MOST_PAGES; $count++) {
        $page = enode('GET', ['users', $user, $list], after: $after);
        if ($page === null && $after === null) {
            return;
        }
        foreach (pick($page, ['data' => 'is_array'])['data'] as $asset) {
            yield pick($asset, ['id' => 'is_string', 'vendor' => 'is_string']) + $asset;
        }
        $after = saidText($page['pagination']['after'] ?? null);
        if ($after === null) {
            return;
        }
    }
    throw new Refusal(502, "Enode's list has no end.");
}

/** What a page may know of an asset: no serial number and no location. */
function describeDevice(array $asset, string $type, ?string $ownName): array
{
    $brand = saidText($asset['information']['brand'] ?? null);
    $model = saidText($asset['information']['model'] ?? null);
    $chosen = $ownName === null ? null : saidText($asset['information'][$ownName] ?? null);
    return [
        'id' => $asset['id'],
        'vendor' => $asset['vendor'],
        'vendorType' => $type,
        'name' => $chosen ?? brandAndModel($brand, $model) ?? $asset['vendor'],
        'brand' => $brand,
        'model' => $model,
        'isReachable' => is_bool($asset['isReachable'] ?? null) ? $asset['isReachable'] : null,
    ];
}

function brandAndModel(?string $brand, ?string $model): ?string
{
    if ($brand === null || $model === null) {
        return $brand ?? $model;
    }
    // Some models begin with their brand: "TESLA Wall Connector".
    $begins = preg_match('/^' . preg_quote($brand, '/') . '(?![\p{L}\p{N}])/iu', $model) === 1;
    return $begins ? $model : "$brand $model";
}

/** The text without spaces around it. Null if there is none, or nothing is left. */
function saidText(mixed $value): ?string
{
    $text = is_string($value) ? trim($value) : '';
    return $text === '' ? null : $text;
}

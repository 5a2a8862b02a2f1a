<?php

namespace App\Services;

use Generator;
use Illuminate\Support\Arr;
use Symfony\Component\HttpKernel\Exception\HttpException;

/** The assets of a user: what a page may know of them, and whether one is the user's own. */
class EnodeDevices
{
    /** In the order of the devices: the list of each type, and its property with the name that the owner chose. */
    private const TYPES = [
        'vehicle' => ['vehicles', 'displayName'],
        'charger' => ['chargers', null],
        'hvac' => ['hvacs', 'displayName'],
        'inverter' => ['inverters', 'siteName'],
        'battery' => ['batteries', 'siteName'],
        'meter' => ['meters', 'siteName'],
    ];
    private const MOST_PAGES = 20;

    public function __construct(private EnodeClient $client)
    {
    }

    public static function typesInScopes(): array
    {
        $types = array_map(fn (string $scope) => explode(':', $scope)[0], config('enode.scopes'));

        return Arr::only(self::TYPES, $types);
    }

    /** All devices of the user, or a failure: a page takes a shorter list for devices that are gone. */
    public function all(string $user): array
    {
        $devices = [];
        foreach (self::typesInScopes() as $type => [$list, $ownName]) {
            foreach ($this->assets($user, $list) as $asset) {
                $devices[$asset['id']] ??= $this->describe($asset, $type, $ownName);
            }
        }

        return array_values($devices);
    }

    public function owns(string $user, string $id): bool
    {
        $failure = null;
        // First the types in the scopes. The asset may be older than the scopes, and of another type.
        foreach (self::typesInScopes() + self::TYPES as [$list]) {
            try {
                foreach ($this->assets($user, $list) as $asset) {
                    if ($asset['id'] === $id) {
                        return true;
                    }
                }
            } catch (HttpException $exception) {
                $failure ??= $exception;
            }
        }

        // The asset may be in the list that failed, so its absence is not proven.
        return $failure === null ? false : throw $failure;
    }

    /** The assets of all pages. None if Enode does not know the user. */
    private function assets(string $user, string $list): Generator
    {
        $after = null;
        for ($count = 0; $count < self::MOST_PAGES; $count++) {
            $query = $after === null ? [] : ['after' => $after];
            $page = $this->client->call('GET', ['users', $user, $list], $query);
            if ($page === null && $after === null) {
                return;
            }
            foreach ($this->client->pick($page, ['data' => 'is_array'])['data'] as $asset) {
                yield $this->client->pick($asset, ['id' => 'is_string', 'vendor' => 'is_string']) + $asset;
            }
            $after = $this->text($page, 'pagination.after');
            if ($after === null) {
                return;
            }
        }
        $this->client->fail(502, "Enode's list has no end.");
    }

    /** What a page may know of an asset: no serial number and no location. */
    private function describe(array $asset, string $type, ?string $ownName): array
    {
        $brand = $this->text($asset, 'information.brand');
        $model = $this->text($asset, 'information.model');
        $chosen = $ownName === null ? null : $this->text($asset, "information.$ownName");
        $isReachable = Arr::get($asset, 'isReachable');

        return [
            'id' => $asset['id'],
            'vendor' => $asset['vendor'],
            'vendorType' => $type,
            'name' => $chosen ?? $this->brandAndModel($brand, $model) ?? $asset['vendor'],
            'brand' => $brand,
            'model' => $model,
            'isReachable' => is_bool($isReachable) ? $isReachable : null,
        ];
    }

    private function brandAndModel(?string $brand, ?string $model): ?string
    {
        if ($brand === null || $model === null) {
            return $brand ?? $model;
        }
        // Some models begin with their brand: "TESLA Wall Connector".
        $begins = preg_match('/^' . preg_quote($brand, '/') . '(?![\p{L}\p{N}])/iu', $model) === 1;

        return $begins ? $model : "$brand $model";
    }

    /** The text without spaces around it. Null if there is none, or nothing is left. */
    private function text(array $data, string $path): ?string
    {
        $value = Arr::get($data, $path);
        $text = is_string($value) ? trim($value) : '';

        return $text === '' ? null : $text;
    }
}

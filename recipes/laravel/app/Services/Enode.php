<?php

namespace App\Services;

use Illuminate\Support\Arr;

/** What the endpoints ask of Enode. */
class Enode
{
    private const SESSION = ['linkUrl' => 'is_string', 'linkToken' => 'is_string'];

    public function __construct(private EnodeClient $client, private EnodeDevices $devices)
    {
    }

    /** A new Link session for each request, because each works once. */
    public function createLinkSession(string $user, array $page): array
    {
        $isKnown = in_array($page['language'] ?? null, config('enode.languages'), true);
        $link = ['language' => $isKnown ? $page['language'] : 'browser'];
        $link += Arr::only($page, ['redirectUri', 'colorScheme']);
        if (isset($page['assetId'])) {
            // Enode's relink takes no user: without this check, anybody could sign in to any asset.
            abort_unless($this->devices->owns($user, $page['assetId']), 404, 'The user has no such asset.');
            $path = ['assets', $page['assetId'], 'relink'];
        } else {
            $path = ['users', $user, 'link'];
            $link += Arr::only($page, ['vendorType', 'vendor']);
            $link['scopes'] = array_values(array_unique($page['scopes'] ?? config('enode.scopes')));
        }

        return $this->client->pick($this->client->call('POST', $path, $link), self::SESSION);
    }

    /** Enode does not know a user before the first Link session. */
    public function user(string $user): array
    {
        $known = $this->client->call('GET', ['users', $user]);
        if ($known === null) {
            return ['id' => $user, 'linkedVendors' => []];
        }
        $picked = $this->client->pick($known, ['id' => 'is_string', 'linkedVendors' => 'is_array']);
        $picked['linkedVendors'] = array_map($this->describeVendor(...), $picked['linkedVendors']);

        return $picked;
    }

    public function devices(string $user): array
    {
        return $this->devices->all($user);
    }

    private function describeVendor(mixed $linked): array
    {
        $vendor = $this->client->pick($linked, ['vendor' => 'is_string', 'isValid' => 'is_bool']);

        return $vendor + Arr::only($linked, ['vendorType']);
    }
}

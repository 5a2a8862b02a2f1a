<?php

namespace App\Services;

use GuzzleHttp\Exception\TransferException;
use GuzzleHttp\Psr7\DroppingStream;
use GuzzleHttp\Psr7\Utils;
use Illuminate\Contracts\Cache\LockTimeoutException;
use Illuminate\Http\Client\ConnectionException;
use Illuminate\Http\Client\PendingRequest;
use Illuminate\Http\Client\Response;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\Http;
use Illuminate\Support\Facades\Log;

/** Calls Enode. The access token opens every user of the client, so it stays in this class and its cache. */
class EnodeClient
{
    private const TOKEN = 'enode.token';
    private const ANSWER_LIMIT = 1024 * 1024;

    /** Calls Enode's API. Null if Enode answers 404. $data is the query of a GET, and else the body. */
    public function call(string $method, array $path, array $data = []): ?array
    {
        // With such an id this would be another address: that of the assets of all users, for example.
        abort_if(array_intersect(['', '.', '..'], $path) !== [], 500, 'An id cannot be used in a path.');
        $url = config('enode.api_url') . '/' . implode('/', array_map('rawurlencode', $path));
        $ask = fn (string $token) => $this->send($method, $url, $data, Http::asJson()
            ->withToken($token)
            ->withHeaders(['Enode-Version' => '2024-10-01']));

        $response = $ask($token = $this->accessToken());
        if ($response->status() === 401) {
            // Enode did nothing with the request, so it is safe to repeat it.
            $response = $ask($this->accessToken(refused: $token));
        }
        $status = $response->status();
        $isRelink = last($path) === 'relink';
        if ($status === 404 && !$isRelink) {
            return null;
        }
        abort_if($status === 404, 404, 'Enode has no such asset.');
        $isLinked = $status === 400 && $isRelink && str_contains($response->body(), 'already linked');
        abort_if($isLinked, 409, 'The asset is linked already.');
        abort_if(in_array($status, [400, 422], true), 400, 'Enode refused a value of the request.');
        $isFull = $status === 403 && str_contains($response->body(), 'Connections limit reached');
        abort_if($isFull, 409, 'Enode accepts no more connections.');
        abort_if($status === 409, 409, 'Something else changes the same at Enode.');

        return $this->read($response);
    }

    /** One token for all users. While one process fetches it, the others wait for the lock. */
    private function accessToken(?string $refused = null): string
    {
        try {
            return $this->keptToken($refused) ?? Cache::lock(self::TOKEN . '.lock', 10)->block(
                (int) ceil($this->secondsLeft()),
                fn () => $this->keptToken($refused) ?? $this->fetchToken(),
            );
        } catch (LockTimeoutException) {
            $this->fail(504, 'Enode does not answer.');
        }
    }

    private function keptToken(?string $refused): ?string
    {
        $kept = Cache::get(self::TOKEN);

        return $kept === $refused ? null : $kept;
    }

    private function fetchToken(): string
    {
        $client = Http::asForm()->withBasicAuth(config('enode.client_id'), config('enode.client_secret'));
        $url = config('enode.oauth_url') . '/oauth2/token';
        $answer = $this->read($this->send('POST', $url, ['grant_type' => 'client_credentials'], $client));
        ['access_token' => $token, 'expires_in' => $seconds] = $this->pick(
            $answer + ['expires_in' => 300],
            ['access_token' => 'is_string', 'expires_in' => 'is_int'],
        );
        Cache::put(self::TOKEN, $token, $seconds - min(60, intdiv($seconds, 10)));

        return $token;
    }

    private function send(string $method, string $url, array $data, PendingRequest $request): Response
    {
        try {
            return $request
                ->withoutRedirecting()
                ->withOptions(['timeout' => max(0.001, $this->secondsLeft())])
                // Takes no more of an answer, which ends the transfer.
                ->sink(new DroppingStream(Utils::streamFor(''), self::ANSWER_LIMIT))
                ->{strtolower($method)}($url, $data);
        } catch (ConnectionException | TransferException) {
            $this->fail($this->secondsLeft() > 0 ? 502 : 504, 'Enode does not answer.');
        }
    }

    private function read(Response $response): array
    {
        $status = $response->status();
        if ($status === 429 || $status === 503) {
            $seconds = $response->header('Retry-After');
            $headers = ctype_digit($seconds) ? ['Retry-After' => $seconds] : [];
            $this->fail($status, 'Enode is busy. Try again later.', $headers);
        }
        $data = $status === 200 ? $response->json() : null;

        return is_array($data) ? $data : $this->fail(502, "Enode's answer $status cannot be used.");
    }

    /** These properties of an answer of Enode's, and no others. Each must be of its type. */
    public function pick(mixed $answer, array $types): array
    {
        $picked = [];
        foreach ($types as $name => $isOfType) {
            $picked[$name] = $answer[$name] ?? null;
            if (!$isOfType($picked[$name])) {
                $this->fail(502, "Enode's answer is incomplete.");
            }
        }

        return $picked;
    }

    /** Ends the request. The message never contains a text of Enode's. */
    public function fail(int $status, string $message, array $headers = []): never
    {
        Log::error("enode: $status $message");
        abort($status, $message, $headers);
    }

    /** For all calls of one request together. */
    private function secondsLeft(): float
    {
        return config('enode.time_limit') - (microtime(true) - LARAVEL_START);
    }
}

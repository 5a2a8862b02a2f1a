<?php

// The calls to Enode. The access token opens every user of the client, so it stays in this file.

declare(strict_types=1);

require __DIR__ . '/devices.php';

define('APP_ORIGIN', getenv('APP_ORIGIN') ?: 'http://localhost:8000');
define('API_URL', getenv('ENODE_API_URL') ?: 'https://enode-api.sandbox.enode.io');
define('OAUTH_URL', getenv('ENODE_OAUTH_URL') ?: 'https://oauth.sandbox.enode.io');
const SCOPES = ['vehicle:read:data', 'charger:read:data'];
/** Link UI's languages. Enode refuses a session with any other. */
const LANGUAGES = [
    'browser', 'da-DK', 'de-DE', 'en-US', 'en-GB', 'es-ES', 'fi-FI', 'fr-FR', 'it-IT', 'ja-JP',
    'lv-LV', 'lt-LT', 'nb-NO', 'nl-NL', 'nl-BE', 'pl-PL', 'pt-PT', 'ro-RO', 'sv-SE',
];
const ANSWER_LIMIT = 1024 * 1024;
const LINK_SESSION = ['linkUrl' => 'is_string', 'linkToken' => 'is_string'];
/** For all calls of one request together. The request may have waited for a process of PHP before. */
const TIME_LIMIT_S = 6;

/** Ends the request with this status. The message never contains a text of Enode's. */
final class Refusal extends Exception
{
    public function __construct(int $status, string $message, public readonly ?string $header = null)
    {
        parent::__construct($message, $status);
    }
}

/** A new Link session for each request, because each works once. */
function createLinkSession(string $user, array $page): array
{
    $language = in_array($page['language'] ?? null, LANGUAGES, true) ? $page['language'] : 'browser';
    $link = ['redirectUri' => $page['redirectUri'], 'language' => $language];
    $link += array_intersect_key($page, ['colorScheme' => true]);
    if (isset($page['assetId'])) {
        // Enode's relink takes no user: without this check, anybody could sign in to any asset.
        if (!ownsAsset($user, $page['assetId'])) {
            throw new Refusal(404, 'The user has no such asset.');
        }
        return pick(enode('POST', ['assets', $page['assetId'], 'relink'], $link), LINK_SESSION);
    }
    $link += array_intersect_key($page, ['vendorType' => true, 'vendor' => true]);
    $link += ['scopes' => array_values(array_unique($page['scopes'] ?? SCOPES))];
    return pick(enode('POST', ['users', $user, 'link'], $link), LINK_SESSION);
}

/** Enode does not know a user before the first Link session. */
function readUser(string $user): array
{
    $known = enode('GET', ['users', $user]);
    if ($known === null) {
        return ['id' => $user, 'linkedVendors' => []];
    }
    $picked = pick($known, ['id' => 'is_string', 'linkedVendors' => 'is_array']);
    return ['linkedVendors' => array_map(describeVendor(...), $picked['linkedVendors'])] + $picked;
}

function describeVendor(mixed $linked): array
{
    $vendor = pick($linked, ['vendor' => 'is_string', 'isValid' => 'is_bool']);
    return $vendor + array_intersect_key($linked, ['vendorType' => true]);
}

/** Calls Enode's API. Null if Enode answers 404. */
function enode(string $method, array $path, ?array $body = null, ?string $after = null): ?array
{
    if (array_intersect(['', '.', '..'], $path) !== []) {
        // With such an id this would be another address: that of the assets of all users, for example.
        throw new Refusal(500, 'An id cannot be used in a path.');
    }
    $url = API_URL . '/' . implode('/', array_map(rawurlencode(...), $path));
    $url .= $after === null ? '' : '?after=' . rawurlencode($after);
    $headers = ['Enode-Version: 2024-10-01', 'Content-Type: application/json'];
    $json = $body === null ? null : json_encode($body);
    $ask = fn (string $token) => send($method, $url, [...$headers, "Authorization: Bearer $token"], $json);

    $token = accessToken();
    $answer = $ask($token);
    if ($answer['status'] === 401) {
        // Enode did nothing with the request, so it is safe to repeat it.
        $answer = $ask(accessToken(refused: $token));
    }
    ['status' => $status, 'text' => $text] = $answer;
    $isRelink = end($path) === 'relink';
    return match (true) {
        $status === 404 => $isRelink ? throw new Refusal(404, 'Enode has no such asset.') : null,
        $status === 400 && $isRelink && str_contains($text, 'already linked')
            => throw new Refusal(409, 'The asset is linked already.'),
        $status === 400, $status === 422 => throw new Refusal(400, 'Enode refused a value of the request.'),
        $status === 403 && str_contains($text, 'Connections limit reached')
            => throw new Refusal(409, 'Enode accepts no more connections.'),
        $status === 409 => throw new Refusal(409, 'Something else changes the same at Enode.'),
        default => readAnswer($answer),
    };
}

/**
 * One access token for all users. PHP keeps nothing between two requests, so the token is in a file that
 * only this account can read. That works wherever PHP runs, and the lock makes the other processes wait
 * while one fetches a token. APCu (apcu_entry) does the same in memory, and Redis for several machines.
 */
function accessToken(?string $refused = null): string
{
    umask(0077);
    $file = fopen(__DIR__ . '/token-' . sha1(OAUTH_URL . getenv('ENODE_CLIENT_ID')) . '.json', 'c+');
    flock($file, LOCK_EX);
    $kept = json_decode(stream_get_contents($file), true);
    if ($kept === null || $kept['expiresAt'] <= time() || $kept['token'] === $refused) {
        $client = base64_encode(getenv('ENODE_CLIENT_ID') . ':' . getenv('ENODE_CLIENT_SECRET'));
        $headers = ["Authorization: Basic $client", 'Content-Type: application/x-www-form-urlencoded'];
        $answer = send('POST', OAUTH_URL . '/oauth2/token', $headers, 'grant_type=client_credentials');
        $new = readAnswer($answer) + ['expires_in' => 300];
        ['access_token' => $token, 'expires_in' => $seconds]
            = pick($new, ['access_token' => 'is_string', 'expires_in' => 'is_int']);
        $kept = ['token' => $token, 'expiresAt' => time() + $seconds - min(60, intdiv($seconds, 10))];
        ftruncate($file, 0);
        rewind($file);
        fwrite($file, json_encode($kept));
    }
    fclose($file);
    return $kept['token'];
}

function readAnswer(array $answer): array
{
    ['status' => $status, 'text' => $text, 'retryAfter' => $retryAfter] = $answer;
    if ($status === 429 || $status === 503) {
        throw new Refusal($status, 'Enode is busy. Try again later.', $retryAfter);
    }
    $data = $status === 200 ? json_decode($text, true) : null;
    return is_array($data) ? $data : throw new Refusal(502, "Enode's answer $status cannot be used.");
}

/** These properties of an answer of Enode's, and no others. Each must be of its type. */
function pick(mixed $answer, array $types): array
{
    $picked = [];
    foreach ($types as $name => $isOfType) {
        $picked[$name] = $answer[$name] ?? null;
        if (!$isOfType($picked[$name])) {
            throw new Refusal(502, "Enode's answer is incomplete.");
        }
    }
    return $picked;
}

function send(string $method, string $url, array $headers, ?string $body): array
{
    $text = '';
    $retryAfter = null;
    $left = TIME_LIMIT_S - (microtime(true) - $_SERVER['REQUEST_TIME_FLOAT']);
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_TIMEOUT_MS => max(1, (int) ($left * 1000)),
        // Another number than the length of the part ends the transfer.
        CURLOPT_WRITEFUNCTION => function ($curl, string $part) use (&$text): int {
            $text .= $part;
            return strlen($text) <= ANSWER_LIMIT ? strlen($part) : -1;
        },
        CURLOPT_HEADERFUNCTION => function ($curl, string $line) use (&$retryAfter): int {
            $retryAfter = preg_match('/^retry-after: *\d+\s*$/i', $line) === 1 ? trim($line) : $retryAfter;
            return strlen($line);
        },
    ] + ($body === null ? [] : [CURLOPT_POSTFIELDS => $body]));
    if (curl_exec($curl) === false) {
        throw curl_errno($curl) === CURLE_OPERATION_TIMEDOUT
            ? new Refusal(504, 'Enode does not answer.')
            : new Refusal(502, 'Enode cannot be reached, or its answer is too long.');
    }
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    return ['status' => $status, 'text' => $text, 'retryAfter' => $retryAfter];
}

<?php

// The endpoints of <enode-link-button> in plain PHP. docs/own-endpoints.md has the rules that they follow.
// This file stays outside of the folder that is served.

declare(strict_types=1);

require __DIR__ . '/enode.php';

const BODY_LIMIT = 16 * 1024;
const WEBHOOK_LIMIT = 2 * 1024 * 1024;
const RETURN_POLICY =
    "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
/** The only addresses that Link UI may send a user back to. */
define('REDIRECT_URI', '~^' . preg_quote(APP_ORIGIN . '/api/enode/callback', '~') . '\?enode_link=[\w-]{22,128}$~D');

$path = explode('?', $_SERVER['REQUEST_URI'])[0];
// The built-in server sends the static file itself.
if ($path === '/' || is_file($_SERVER['DOCUMENT_ROOT'] . $path)) {
    return false;
}
ini_set('display_errors', '0');
header('Cache-Control: no-store');
try {
    [$method, $answer] = match ($path) {
        '/sign-in' => ['POST', signIn(...)],
        '/api/enode/link-session' => ['POST', fn () => json(createLinkSession(currentUser(), pageRequest()))],
        '/api/enode/user' => ['GET', fn () => json(readUser(currentUser()))],
        '/api/enode/devices' => ['GET', fn () => json(['devices' => readDevices(currentUser())])],
        '/api/enode/callback' => ['GET', returnPage(...)],
        '/hooks/enode' => ['POST', receiveWebhook(...)],
        default => throw new Refusal(404, 'There is nothing at this address.'),
    };
    if ($_SERVER['REQUEST_METHOD'] !== $method) {
        throw new Refusal(405, "Use $method.", "Allow: $method");
    }
    $answer();
} catch (Refusal $refusal) {
    if ($refusal->getCode() >= 500) {
        error_log("enode: {$refusal->getCode()} {$refusal->getMessage()}");
    }
    if ($refusal->header !== null) {
        header($refusal->header);
    }
    json(['title' => $refusal->getMessage()], $refusal->getCode(), 'application/problem+json');
}

function json(array $data, int $status = 200, string $type = 'application/json'): void
{
    http_response_code($status);
    header("Content-Type: $type");
    echo json_encode($data, JSON_THROW_ON_ERROR);
}

/** The demo's sign-in: anybody can be anybody. Replace it by yours. */
function signIn(): void
{
    refuseForeignPages();
    startSession();
    session_regenerate_id(true);
    $_SESSION['user'] = (string) $_POST['user'];
    header('Location: /', response_code: 303);
}

/** Who is signed in: from the session, and never from anything that the page sends. */
function currentUser(): string
{
    refuseForeignPages();
    if (isset($_COOKIE[session_name()])) {
        // Closed at once, because an open session holds up all other requests of the user.
        startSession(['read_and_close' => true]);
    }
    $user = $_SESSION['user'] ?? '';
    return $user !== '' ? $user : throw new Refusal(401, 'Nobody is signed in.');
}

function startSession(array $options = []): void
{
    session_start($options + [
        'cookie_httponly' => true,
        'cookie_samesite' => 'Lax',
        'cookie_secure' => str_starts_with(APP_ORIGIN, 'https:'),
        'use_strict_mode' => true,
        'cache_limiter' => '',
    ]);
}

/** A page of another origin can make the browser send the user's cookie, but not these headers. */
function refuseForeignPages(): void
{
    $site = $_SERVER['HTTP_SEC_FETCH_SITE'] ?? null;
    // Browsers before 2023 send no Sec-Fetch-Site, and an Origin with everything but plain reads.
    $isOwn = $site === null
        ? ($_SERVER['HTTP_ORIGIN'] ?? APP_ORIGIN) === APP_ORIGIN
        : in_array($site, ['same-origin', 'none'], true);
    if (!$isOwn) {
        throw new Refusal(403, 'Only pages of this origin may call this endpoint.');
    }
}

/** What the page asks for: at most what SCOPES allow, and no other return page. */
function pageRequest(): array
{
    if (strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0])) !== 'application/json') {
        throw new Refusal(415, 'Send the body as application/json.');
    }
    $body = json_decode(readBody(BODY_LIMIT));
    if (!$body instanceof stdClass || !isset($body->redirectUri)) {
        throw new Refusal(400, 'Send a JSON object with redirectUri.');
    }
    foreach ((array) $body as $field => $value) {
        $isAllowed = match ($field) {
            'redirectUri' => is_string($value) && preg_match(REDIRECT_URI, $value) === 1,
            'colorScheme' => in_array($value, ['system', 'light', 'dark'], true),
            'vendorType' => is_string($value) && isset(typesInScopes()[$value]),
            'scopes' => is_array($value) && $value !== []
                && array_filter($value, fn ($scope) => !in_array($scope, SCOPES, true)) === [],
            'language' => is_string($value),
            'vendor', 'assetId' => is_string($value) && $value !== '' && strlen($value) <= 200,
            default => true,
        };
        if (!$isAllowed) {
            throw new Refusal(400, "$field has a value that is not allowed.");
        }
    }
    return (array) $body;
}

function readBody(int $limit): string
{
    $body = file_get_contents('php://input', length: $limit + 1);
    return strlen($body) <= $limit ? $body : throw new Refusal(413, "Send at most $limit bytes.");
}

/** Anybody can open the return page. It only tells the button to read the user again. */
function returnPage(): void
{
    header('Content-Security-Policy: ' . RETURN_POLICY);
    header('Referrer-Policy: no-referrer');
    readfile(__DIR__ . '/callback.html');
}

/** Enode signs the raw body, waits for five seconds, and repeats the delivery until it gets a 2xx. */
function receiveWebhook(): void
{
    $secret = getenv('ENODE_WEBHOOK_SECRET') ?: throw new Refusal(500, 'Set ENODE_WEBHOOK_SECRET.');
    $body = readBody(WEBHOOK_LIMIT);
    if (!hash_equals('sha1=' . hash_hmac('sha1', $body, $secret), $_SERVER['HTTP_X_ENODE_SIGNATURE'] ?? '')) {
        throw new Refusal(401, 'The signature does not match the body.');
    }
    $events = json_decode($body);
    if (!is_array($events)) {
        throw new Refusal(400, 'Send a list of events.');
    }
    // In your application: insert the id (a unique key) and the events in one transaction.
    @mkdir(__DIR__ . '/deliveries', 0700);
    $id = $_SERVER['HTTP_X_ENODE_DELIVERY'] ?? $body;
    if (@fopen(__DIR__ . '/deliveries/' . sha1($id), 'x') !== false) {
        error_log('enode: ' . implode(', ', array_column($events, 'event')));
    }
    http_response_code(204);
}

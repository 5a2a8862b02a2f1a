<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

/** Runs the emulator and the back end under test for the tests of a class, with ext-curl. */
abstract class EnodeTestCase extends TestCase
{
    private const EMULATOR = ['node', 'enode-link-button/command.js', 'emulator', '--port=0', '--link-port=0'];
    /** The command that starts your back end. */
    private const HOST = ['node', 'host.js'];
    private const WEBHOOK_SECRET = 'secret-of-the-tests';

    protected static string $host;
    /** The emulator's addresses and credentials. */
    private static array $enode;
    /** @var resource[] */
    private static array $programs = [];

    /** An HTTP client with the session of a user. */
    protected CurlHandle $anna;

    public static function setUpBeforeClass(): void
    {
        // The first line that the emulator prints is JSON.
        $line = fgets(self::start(self::EMULATOR, getenv()));
        self::$enode = json_decode($line, true, flags: JSON_THROW_ON_ERROR);

        $port = getenv('PORT') ?: '8000';
        self::$host = "http://localhost:$port";
        self::start(self::HOST, [
            'PORT' => $port,
            'APP_ORIGIN' => self::$host,
            'ENODE_OAUTH_URL' => self::$enode['oauthUrl'],
            'ENODE_API_URL' => self::$enode['apiUrl'],
            'ENODE_CLIENT_ID' => self::$enode['clientId'],
            'ENODE_CLIENT_SECRET' => self::$enode['clientSecret'],
            'ENODE_WEBHOOK_SECRET' => self::WEBHOOK_SECRET,
        ] + getenv());
        $isUp = fn () => self::send(curl_init(), 'GET', self::$host)['status'] === 200;
        self::assertTrue(self::eventually($isUp), 'Nothing answers at ' . self::$host);
        self::createWebhook();
    }

    public static function tearDownAfterClass(): void
    {
        array_map('proc_terminate', self::$programs);
        array_map('proc_close', self::$programs);
        self::$programs = [];
    }

    protected function setUp(): void
    {
        $this->anna = curl_init();
        curl_setopt($this->anna, CURLOPT_COOKIEFILE, ''); // keeps cookies
        // Sign in as your own users do.
        self::send($this->anna, 'POST', self::$host . '/sign-in', 'user=anna');
    }

    protected function tearDown(): void
    {
        // The emulator forgets all but the webhook.
        self::control('POST', '/reset', ['keep' => ['webhooks']]);
    }

    /** Sends a control request to the emulator. */
    protected static function control(string $method, string $path, array $body): ?array
    {
        $answer = self::send(curl_init(), $method, self::$enode['apiUrl'] . "/emulator$path", $body);
        self::assertLessThan(300, $answer['status'], json_encode($answer['body']));
        return $answer['body'];
    }

    /** Sends JSON (an array) or a form (a string). The status is 0 if nothing answers. */
    protected static function send(
        CurlHandle $client,
        string $method,
        string $url,
        array|string $body = '',
        array $headers = [],
    ): array {
        if (is_array($body)) {
            $headers[] = 'Content-Type: application/json';
            $body = json_encode($body);
        }
        curl_setopt_array($client, [
            CURLOPT_URL => $url,
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_HTTPHEADER => $headers,
            CURLOPT_POSTFIELDS => $body,
            CURLOPT_RETURNTRANSFER => true,
        ]);
        $answer = json_decode((string) curl_exec($client), true);
        return ['status' => curl_getinfo($client, CURLINFO_RESPONSE_CODE), 'body' => $answer];
    }

    /** Waits for a condition, such as that a webhook has arrived; returns whether it came true. */
    protected static function eventually(callable $condition): bool
    {
        for ($tries = 0; $tries < 100; $tries++) {
            if ($condition()) {
                return true;
            }
            usleep(100_000);
        }
        return false;
    }

    /** Does what you do once at Enode. */
    private static function createWebhook(): void
    {
        ['oauthUrl' => $oauth, 'apiUrl' => $api, 'clientId' => $id, 'clientSecret' => $secret] = self::$enode;
        $basic = 'Authorization: Basic ' . base64_encode("$id:$secret");
        $form = 'grant_type=client_credentials';
        $token = self::send(curl_init(), 'POST', "$oauth/oauth2/token", $form, [$basic])['body'];
        $webhook = ['url' => self::$host . '/hooks/enode', 'secret' => self::WEBHOOK_SECRET];
        $bearer = 'Authorization: Bearer ' . $token['access_token'];
        $answer = self::send(curl_init(), 'POST', "$api/webhooks", $webhook, [$bearer]);
        self::assertSame(200, $answer['status']);
    }

    /** @return resource what the program prints */
    private static function start(array $command, array $environment)
    {
        self::$programs[] = proc_open($command, [1 => ['pipe', 'w']], $pipes, null, $environment);
        return $pipes[1];
    }
}

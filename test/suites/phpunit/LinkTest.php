<?php

declare(strict_types=1);

require_once __DIR__ . '/EnodeTestCase.php';

final class LinkTest extends EnodeTestCase
{
    public function testNamesADeviceThatWasLinked(): void
    {
        $played = $this->play('complete');
        $this->assertSame($this->redirectUri(), $played['returnUrl']);
        $this->assertSame([$played['vendor']], $this->vendors());
        $this->assertNotEmpty($played['devices']);
        $this->assertSame($played['devices'], $this->devices());
    }

    public function testHasNothingOfAUserWhoLeftEarly(): void
    {
        $played = $this->play('exit');
        $this->assertStringStartsWith($this->redirectUri() . '&error=', $played['returnUrl']);
        $this->assertSame([], $this->vendors());
        $this->assertSame([], $this->devices());
    }

    public function testTellsOfADeviceThatComesLater(): void
    {
        $charger = self::control('POST', '/users/anna/devices', ['vendorType' => 'charger']);
        $isTold = fn () => in_array($charger['id'], $this->get('/notices'), true);
        $this->assertTrue(self::eventually($isTold));
    }

    public function testReportsThatEnodeFails(): void
    {
        self::control('PUT', '/faults', ['api' => ['status' => 503]]);
        $this->assertSame(503, $this->linkSession()['status']);
    }

    /** The redirectUri, as the button sends it. */
    private function redirectUri(): string
    {
        return self::$host . '/api/enode/callback?enode_link=' . str_repeat('n', 22);
    }

    private function linkSession(): array
    {
        $body = ['redirectUri' => $this->redirectUri(), 'language' => 'en-US'];
        return self::send($this->anna, 'POST', self::$host . '/api/enode/link-session', $body);
    }

    /** Starts a Link session, and plays the user in Link UI. */
    private function play(string $as): array
    {
        $linkUrl = $this->linkSession()['body']['linkUrl'];
        return self::control('POST', '/play', ['linkUrl' => $linkUrl, 'as' => $as]);
    }

    private function vendors(): array
    {
        return array_column($this->get('/api/enode/user')['linkedVendors'], 'vendor');
    }

    private function devices(): array
    {
        return array_column($this->get('/api/enode/devices')['devices'], 'id');
    }

    private function get(string $path): array
    {
        return self::send($this->anna, 'GET', self::$host . $path)['body'];
    }
}

<?php

namespace App\Http\Controllers;

use App\Services\Enode;
use App\Services\EnodeDevices;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use Illuminate\Routing\Controller;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\Log;
use Illuminate\Support\Facades\Validator;
use Illuminate\Validation\Rule;
use Illuminate\Validation\ValidationException;

/** The endpoints of <enode-link-button>. docs/own-endpoints.md has the rules that they follow. */
class EnodeController extends Controller
{
    private const BODY_LIMIT = 16 * 1024;
    private const RETURN_POLICY =
        "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public function __construct(private Enode $enode)
    {
    }

    public function linkSession(Request $request): array
    {
        $type = trim(explode(';', $request->header('Content-Type', ''))[0]);
        abort_if(strcasecmp($type, 'application/json') !== 0, 415, 'Send the body as application/json.');
        abort_if(strlen($request->getContent()) > self::BODY_LIMIT, 413, 'Send at most 16 kB.');

        return $this->enode->createLinkSession($this->userId($request), $this->validated($request->json()->all()));
    }

    public function user(Request $request): array
    {
        return $this->enode->user($this->userId($request));
    }

    public function devices(Request $request): array
    {
        return ['devices' => $this->enode->devices($this->userId($request))];
    }

    /** Anybody can open the return page. It only tells the button to read the user again. */
    public function callback(): Response
    {
        return response()->view('callback')->withHeaders([
            'Content-Security-Policy' => self::RETURN_POLICY,
            'Referrer-Policy' => 'no-referrer',
        ]);
    }

    /** Enode signs the raw body, waits for five seconds, and repeats the delivery until it gets a 2xx. */
    public function webhook(Request $request): Response
    {
        $secret = config('enode.webhook_secret') ?: abort(500, 'Set ENODE_WEBHOOK_SECRET.');
        $signature = 'sha1=' . hash_hmac('sha1', $request->getContent(), $secret);
        $isSigned = hash_equals($signature, $request->header('x-enode-signature', ''));
        abort_unless($isSigned, 401, 'The signature does not match the body.');
        $events = json_decode($request->getContent());
        abort_unless(is_array($events), 400, 'Send a list of events.');
        // Enode repeats a delivery for a day. In your application: dispatch a job.
        $id = $request->header('x-enode-delivery', $signature);
        if (Cache::add("enode.delivery.$id", true, now()->addDays(2))) {
            Log::info('enode: ' . collect($events)->pluck('event')->join(', '));
        }

        return response()->noContent();
    }

    /** Who is signed in: from the session, and never from anything that the page sends. */
    private function userId(Request $request): string
    {
        return (string) $request->user()->getAuthIdentifier();
    }

    /** What a page asks for: at most what the scopes of this server allow, and no other return page. */
    private function validated(array $page): array
    {
        $callback = preg_quote(config('app.url') . '/api/enode/callback', '/');
        $text = ['filled', 'string', 'max:200'];
        $list = fn ($field, $value, $fail) => array_is_list($value) || $fail("$field must be a list.");
        $validator = Validator::make($page, [
            'redirectUri' => ['required', 'string', "regex:/^$callback\\?enode_link=[\\w-]{22,128}\$/D"],
            'language' => ['string'],
            'colorScheme' => ['filled', Rule::in(['system', 'light', 'dark'])],
            'vendorType' => ['filled', Rule::in(array_keys(EnodeDevices::typesInScopes()))],
            'vendor' => $text,
            'scopes' => ['bail', 'filled', 'array', $list],
            'scopes.*' => [Rule::in(config('enode.scopes'))],
            'assetId' => $text,
        ]);
        if ($validator->fails()) {
            throw (new ValidationException($validator))->status(400);
        }

        return $validator->validated();
    }
}

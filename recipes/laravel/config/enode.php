<?php

return [
    'oauth_url' => env('ENODE_OAUTH_URL', 'https://oauth.sandbox.enode.io'),
    'api_url' => env('ENODE_API_URL', 'https://enode-api.sandbox.enode.io'),
    'client_id' => env('ENODE_CLIENT_ID'),
    'client_secret' => env('ENODE_CLIENT_SECRET'),
    'webhook_secret' => env('ENODE_WEBHOOK_SECRET'),
    'scopes' => ['vehicle:read:data', 'charger:read:data'],
    // Link UI's languages. Enode refuses a session with any other.
    'languages' => [
        'browser', 'da-DK', 'de-DE', 'en-US', 'en-GB', 'es-ES', 'fi-FI', 'fr-FR', 'it-IT', 'ja-JP',
        'lv-LV', 'lt-LT', 'nb-NO', 'nl-NL', 'nl-BE', 'pl-PL', 'pt-PT', 'ro-RO', 'sv-SE',
    ],
    // Seconds for all calls of one request together. The request may have waited for a process of PHP before.
    'time_limit' => 6,
];

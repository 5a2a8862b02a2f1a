<?php

return [
    // Laravel reads the file, and does not lock it: no request waits for another one of the same user.
    'driver' => 'file',
    'files' => storage_path('framework/sessions'),
    'lifetime' => 120,
    'expire_on_close' => false,
    'lottery' => [2, 100],
    'cookie' => 'laravel_session',
    'path' => '/',
    'domain' => null,
    'secure' => str_starts_with(env('APP_ORIGIN', 'http://localhost:8000'), 'https:'),
    'http_only' => true,
    'same_site' => 'lax',
];

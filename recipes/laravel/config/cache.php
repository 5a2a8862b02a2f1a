<?php

return [
    'default' => 'file',
    'prefix' => 'recipe',
    'stores' => [
        // Only the account of the server may read the access token. Several machines share it in Redis.
        'file' => ['driver' => 'file', 'path' => storage_path('framework/cache/data'), 'permission' => 0600],
    ],
];

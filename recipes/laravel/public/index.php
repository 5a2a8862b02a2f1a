<?php

use Illuminate\Contracts\Http\Kernel;
use Illuminate\Http\Request;

// The built-in server of PHP sends the files of its folder itself, and gives this file all other requests.
$path = explode('?', $_SERVER['REQUEST_URI'])[0];
if (is_file($_SERVER['DOCUMENT_ROOT'] . $path)) {
    return false;
}

define('LARAVEL_START', microtime(true));
$kernel = (require __DIR__ . '/../bootstrap/app.php')->make(Kernel::class);
$response = $kernel->handle($request = Request::capture())->send();
$kernel->terminate($request, $response);

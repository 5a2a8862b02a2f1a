<?php

namespace App\Http;

use App\Http\Middleware\AnswersJson;
use App\Http\Middleware\OwnPagesOnly;
use App\Http\Middleware\SignedIn;
use Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Foundation\Http\Kernel as HttpKernel;
use Illuminate\Foundation\Http\Middleware\VerifyCsrfToken;
use Illuminate\Session\Middleware\StartSession;

class Kernel extends HttpKernel
{
    protected $middleware = [AnswersJson::class];

    protected $middlewareGroups = [
        'web' => [
            EncryptCookies::class,
            AddQueuedCookiesToResponse::class,
            StartSession::class,
            VerifyCsrfToken::class,
        ],
    ];

    protected $routeMiddleware = ['own-pages' => OwnPagesOnly::class, 'signed-in' => SignedIn::class];

    // The CSRF token comes last: with the session it expires as well, and the button asks a user to sign in
    // only if the answer is 401.
    protected $middlewarePriority = [
        EncryptCookies::class,
        AddQueuedCookiesToResponse::class,
        StartSession::class,
        OwnPagesOnly::class,
        SignedIn::class,
        VerifyCsrfToken::class,
    ];
}

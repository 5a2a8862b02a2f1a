<?php

namespace App\Http\Middleware;

use Closure;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/** A page of another origin can make the browser send the user's cookie, but not these headers. */
class OwnPagesOnly
{
    public function handle(Request $request, Closure $next): Response
    {
        $site = $request->header('Sec-Fetch-Site');
        // Browsers before 2023 send no Sec-Fetch-Site, and an Origin with everything but plain reads.
        $isOwn = $site === null
            ? in_array($request->header('Origin'), [null, config('app.url')], true)
            : in_array($site, ['same-origin', 'none'], true);
        abort_unless($isOwn, 403, 'Only pages of this origin may call this endpoint.');

        return $next($request);
    }
}

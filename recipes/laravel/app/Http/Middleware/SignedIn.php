<?php

namespace App\Http\Middleware;

use Closure;
use Illuminate\Auth\GenericUser;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/** The user of the demo's session. Your application has the middleware "auth" in place of this. */
class SignedIn
{
    public function handle(Request $request, Closure $next): Response
    {
        $id = $request->session()->get('user', '');
        abort_if($id === '', 401, 'Nobody is signed in.');
        $request->setUserResolver(fn () => new GenericUser(['id' => $id]));

        return $next($request);
    }
}

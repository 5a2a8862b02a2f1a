<?php

use App\Http\Controllers\EnodeController;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;

// The callback and the webhook are called from outside, so they have no session and no CSRF token.
Route::get('/api/enode/callback', [EnodeController::class, 'callback']);
Route::post('/hooks/enode', [EnodeController::class, 'webhook']);

Route::middleware('web')->group(function () {
    Route::get('/', fn (Request $request) => response()->file($request->server('DOCUMENT_ROOT') . '/index.html'));

    Route::middleware('own-pages')->group(function () {
        // The demo's sign-in: anybody can be anybody. Replace it by yours.
        Route::post('/sign-in', function (Request $request) {
            $request->session()->regenerate();
            $request->session()->put('user', (string) $request->input('user'));

            return redirect('/', 303);
        });
        Route::middleware('signed-in')->prefix('/api/enode')->group(function () {
            Route::post('/link-session', [EnodeController::class, 'linkSession']);
            Route::get('/user', [EnodeController::class, 'user']);
            Route::get('/devices', [EnodeController::class, 'devices']);
        });
    });
});

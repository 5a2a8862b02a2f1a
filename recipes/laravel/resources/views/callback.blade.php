<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Finishing…</title>
    <script src="/enode-link-callback.js" async></script>
  </head>
  <body>
    <p data-enode-link-text>You can close this window.</p>
  </body>
</html>

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The endpoints of {@code <enode-link-button>} with the server and the HTTP client of the JDK.
 * docs/own-endpoints.md has the rules that they follow.
 */
class Server {
    private static final Logger LOG = System.getLogger("enode");
    private static final String ORIGIN = env("APP_ORIGIN", "http://localhost:8000");
    private static final Path PUBLIC = Path.of(env("PUBLIC_DIR", "../public")).toAbsolutePath().normalize();
    private static final int BODY_LIMIT = 16 * 1024;
    private static final int WEBHOOK_LIMIT = 2 * 1024 * 1024;
    private static final Pattern REDIRECT_URI =
            Pattern.compile(Pattern.quote(ORIGIN + "/api/enode/callback?enode_link=") + "[\\w-]{22,128}");
    private static final Pattern SESSION_COOKIE = Pattern.compile("(?:^|; )session=([^;]+)");
    private static final String RETURN_POLICY =
            "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    private static final String RETURN_PAGE = """
            <!doctype html>
            <html lang="en">
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width">
              <title>Finishing…</title>
              <script src="/enode-link-callback.js" async></script>
              <p data-enode-link-text>You can close this window.</p>
            </html>
            """;

    /** The user of each session. In memory, as the access token is: for one process. */
    private static final Map<String, String> SESSIONS = new ConcurrentHashMap<>();
    /** In your application: a table with a unique key, filled in the transaction that stores the events. */
    private static final Set<String> DELIVERIES = ConcurrentHashMap.newKeySet();

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private record Route(String method, Handler handler) {}

    private static final Map<String, Route> ROUTES = Map.of(
            "/sign-in", new Route("POST", Server::signIn),
            "/api/enode/link-session", new Route("POST", Server::createLinkSession),
            "/api/enode/user", new Route("GET", exchange -> sendJson(exchange, 200, enode(exchange).user())),
            "/api/enode/devices", new Route("GET", Server::listDevices),
            "/api/enode/callback", new Route("GET", Server::sendReturnPage),
            "/hooks/enode", new Route("POST", Server::receiveWebhook));

    public static void main(String[] args) throws IOException {
        // So much of a refused body is read on, or the connection would be reset before the refusal arrives.
        System.setProperty("sun.net.httpserver.drainAmount", String.valueOf(1024 * 1024));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(env("PORT", "8000")));
        var server = HttpServer.create(address, 0);
        // A thread for each request, so that a slow one holds up no other.
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Server::handle);
        server.start();
    }

    static String env(String name, String fallback) {
        return System.getenv().getOrDefault(name, fallback);
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            var route = ROUTES.getOrDefault(exchange.getRequestURI().getPath(), new Route("GET", Server::sendFile));
            if (!exchange.getRequestMethod().equals(route.method())) {
                exchange.getResponseHeaders().set("Allow", route.method());
                throw new Enode.Refusal(405, "Use another method.");
            }
            route.handler().handle(exchange);
        } catch (Enode.Refusal refusal) {
            if (refusal.status >= 500) LOG.log(Level.ERROR, refusal.getMessage());
            if (refusal.retryAfter != null) exchange.getResponseHeaders().set("Retry-After", refusal.retryAfter);
            sendJson(exchange, refusal.status, Map.of("title", refusal.getMessage()));
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "The server failed.", bug);
            sendJson(exchange, 500, Map.of("title", "The server failed."));
        } finally {
            exchange.close();
        }
    }

    private static void sendFile(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var file = PUBLIC.resolve(path.equals("/") ? "index.html" : path.substring(1)).normalize();
        if (!file.startsWith(PUBLIC) || !Files.isRegularFile(file)) {
            throw new Enode.Refusal(404, "There is nothing here.");
        }
        var type = file.toString().endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
        send(exchange, 200, type, Files.readAllBytes(file));
    }

    /** The demo's sign-in: anybody can be anybody. Replace it by yours. */
    private static void signIn(HttpExchange exchange) throws IOException {
        refuseForeignPages(exchange);
        var form = new String(readBody(exchange, BODY_LIMIT), UTF_8);
        if (!form.startsWith("user=")) throw new Enode.Refusal(400, "Enter a name.");
        var session = UUID.randomUUID().toString();
        SESSIONS.put(session, URLDecoder.decode(form.substring("user=".length()), UTF_8));
        var attributes = "; Path=/; HttpOnly; SameSite=Lax" + (ORIGIN.startsWith("https:") ? "; Secure" : "");
        exchange.getResponseHeaders().set("Set-Cookie", "session=" + session + attributes);
        exchange.getResponseHeaders().set("Location", "/");
        exchange.sendResponseHeaders(303, -1);
    }

    /** Enode, for who is signed in: from the session, and never from anything that the page sends. */
    private static Enode enode(HttpExchange exchange) {
        refuseForeignPages(exchange);
        var cookie = SESSION_COOKIE.matcher(header(exchange, "Cookie", ""));
        var user = cookie.find() ? SESSIONS.get(cookie.group(1)) : null;
        if (user == null || user.isEmpty()) throw new Enode.Refusal(401, "Nobody is signed in.");
        return new Enode(user);
    }

    /** A page of another origin can make the browser send the user's cookie, but not these headers. */
    private static void refuseForeignPages(HttpExchange exchange) {
        // Browsers before 2023 send no Sec-Fetch-Site, and an Origin with everything but plain reads.
        var fromOrigin = header(exchange, "Origin", ORIGIN).equals(ORIGIN) ? "same-origin" : "cross-site";
        var site = header(exchange, "Sec-Fetch-Site", fromOrigin);
        if (!Set.of("same-origin", "none").contains(site)) {
            throw new Enode.Refusal(403, "Only pages of this origin may call this endpoint.");
        }
    }

    private static void createLinkSession(HttpExchange exchange) throws IOException {
        var enode = enode(exchange);
        var type = header(exchange, "Content-Type", "").split(";", 2)[0].strip();
        if (!type.equalsIgnoreCase("application/json")) {
            throw new Enode.Refusal(415, "Send the body as application/json.");
        }
        sendJson(exchange, 200, enode.createLinkSession(parsePage(readBody(exchange, BODY_LIMIT))));
    }

    /** What a page asks for: at most what SCOPES allow, and no other return page. */
    private static ObjectNode parsePage(byte[] body) {
        if (!(Enode.parse(body) instanceof ObjectNode page) || !page.has("redirectUri")) {
            throw new Enode.Refusal(400, "Send a JSON object with redirectUri.");
        }
        page.fields().forEachRemaining(field -> {
            var value = field.getValue();
            var text = value.isTextual() ? value.textValue() : "";
            var isAllowed = switch (field.getKey()) {
                case "redirectUri" -> REDIRECT_URI.matcher(text).matches();
                case "colorScheme" -> Set.of("system", "light", "dark").contains(text);
                case "vendorType" -> Devices.isInScopes(text);
                case "scopes" -> value.isArray() && !value.isEmpty()
                        && StreamSupport.stream(value.spliterator(), false)
                                .allMatch(scope -> Enode.SCOPES.contains(scope.asText()));
                case "language" -> value.isTextual();
                case "vendor", "assetId" -> !text.isEmpty() && text.length() <= 200;
                default -> true;
            };
            if (!isAllowed) throw new Enode.Refusal(400, field.getKey() + " has a value that is not allowed.");
        });
        return page;
    }

    private static void listDevices(HttpExchange exchange) throws IOException {
        sendJson(exchange, 200, Map.of("devices", enode(exchange).devices().all()));
    }

    /** Anybody can open the return page. It only tells the button to read the user again. */
    private static void sendReturnPage(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", RETURN_POLICY);
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        send(exchange, 200, "text/html; charset=utf-8", RETURN_PAGE.getBytes(UTF_8));
    }

    /** Enode signs the raw body, waits for five seconds, and repeats the delivery until it gets a 2xx. */
    private static void receiveWebhook(HttpExchange exchange) throws IOException {
        var body = readBody(exchange, WEBHOOK_LIMIT);
        var signature = header(exchange, "x-enode-signature", "").getBytes(UTF_8);
        if (!MessageDigest.isEqual(sign(body).getBytes(UTF_8), signature)) {
            throw new Enode.Refusal(401, "The signature does not match the body.");
        }
        var events = Enode.parse(body);
        if (!events.isArray()) throw new Enode.Refusal(400, "Send a list of events.");
        if (DELIVERIES.add(header(exchange, "x-enode-delivery", new String(signature, UTF_8)))) {
            events.forEach(event -> LOG.log(Level.INFO, event.path("event").asText()));
        }
        exchange.sendResponseHeaders(204, -1);
    }

    private static String sign(byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(System.getenv("ENODE_WEBHOOK_SECRET").getBytes(UTF_8), "HmacSHA1"));
            return "sha1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] readBody(HttpExchange exchange, int limit) throws IOException {
        var tooLarge = new Enode.Refusal(413, "Send at most " + limit + " bytes.");
        if (Long.parseLong(header(exchange, "Content-Length", "0")) > limit) throw tooLarge;
        var body = exchange.getRequestBody().readNBytes(limit + 1);
        if (body.length > limit) throw tooLarge;
        return body;
    }

    private static String header(HttpExchange exchange, String name, String fallback) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? fallback : value;
    }

    private static void sendJson(HttpExchange exchange, int status, Object data) throws IOException {
        var type = status < 400 ? "application/json" : "application/problem+json";
        send(exchange, status, type, Enode.JSON.writeValueAsBytes(data));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The calls to Enode for one request of one user. The access token opens every user, and stays in here. */
class Enode {
    static final List<String> SCOPES = List.of("vehicle:read:data", "charger:read:data");
    /** Link UI's languages. Enode refuses a session with any other. */
    private static final Set<String> LANGUAGES = Set.of(
            "browser", "da-DK", "de-DE", "en-US", "en-GB", "es-ES", "fi-FI", "fr-FR", "it-IT", "ja-JP",
            "lv-LV", "lt-LT", "nb-NO", "nl-NL", "nl-BE", "pl-PL", "pt-PT", "ro-RO", "sv-SE");
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String API_URL = Server.env("ENODE_API_URL", "https://enode-api.sandbox.enode.io");
    private static final String OAUTH_URL = Server.env("ENODE_OAUTH_URL", "https://oauth.sandbox.enode.io");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ReentrantLock TOKEN_LOCK = new ReentrantLock();
    private static String token;
    private static long tokenExpiresAt;

    /** The status to answer with. The message never contains a text of Enode's. */
    static class Refusal extends RuntimeException {
        final int status;
        final String retryAfter;

        Refusal(int status, String message) {
            this(status, message, null);
        }

        Refusal(int status, String message, String retryAfter) {
            super(message);
            this.status = status;
            this.retryAfter = retryAfter;
        }
    }

    private final String user;
    /** For all calls together. */
    private final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(9);

    Enode(String user) {
        this.user = user;
    }

    /** A new Link session for each request, because each works once. */
    ObjectNode createLinkSession(ObjectNode page) {
        var link = page.deepCopy().retain("redirectUri", "colorScheme");
        var language = page.path("language").asText();
        link.put("language", LANGUAGES.contains(language) ? language : "browser");
        if (page.has("assetId")) {
            var asset = page.get("assetId").textValue();
            // Enode's relink takes no user: without this check, anybody could sign in to any asset.
            if (!devices().contain(asset)) throw new Refusal(404, "The user has no such asset.");
            return linkSession(call("POST", link, "", "assets", asset, "relink"));
        }
        link.setAll(page.deepCopy().retain("vendorType", "vendor"));
        var asked = page.has("scopes") ? JSON.convertValue(page.get("scopes"), List.class) : SCOPES;
        link.set("scopes", JSON.valueToTree(SCOPES.stream().filter(asked::contains).toList()));
        return linkSession(call("POST", link, "", "users", user, "link"));
    }

    private static ObjectNode linkSession(JsonNode answer) {
        var session = JSON.createObjectNode();
        session.set("linkUrl", require(answer, "linkUrl", JsonNode::isTextual));
        return session.set("linkToken", require(answer, "linkToken", JsonNode::isTextual));
    }

    /** Enode does not know a user before the first Link session. */
    ObjectNode user() {
        var known = call("GET", null, "", "users", user);
        var answer = JSON.createObjectNode().put("id", user);
        var vendors = answer.putArray("linkedVendors");
        if (known == null) return answer;
        for (var linked : require(known, "linkedVendors", JsonNode::isArray)) {
            require(linked, "vendor", JsonNode::isTextual);
            require(linked, "isValid", JsonNode::isBoolean);
            vendors.add(((ObjectNode) linked).deepCopy().retain("vendor", "vendorType", "isValid"));
        }
        return answer.set("id", require(known, "id", JsonNode::isTextual));
    }

    Devices devices() {
        return new Devices((list, after) ->
                call("GET", null, after == null ? "" : "?after=" + escape(after), "users", user, list));
    }

    /** Calls Enode's API. Null if Enode answers 404. */
    private JsonNode call(String method, JsonNode body, String query, String... path) {
        // With such an id this would be another address: that of the assets of all users, for example.
        if (Stream.of(path).anyMatch(Set.of("", ".", "..")::contains)) {
            throw new Refusal(500, "An id cannot be used in a path.");
        }
        var url = API_URL + "/" + Stream.of(path).map(Enode::escape).collect(Collectors.joining("/")) + query;
        var request = HttpRequest.newBuilder(URI.create(url))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .header("Content-Type", "application/json")
                .header("Enode-Version", "2024-10-01");
        var accessToken = accessToken(null);
        var answer = send(request.setHeader("Authorization", "Bearer " + accessToken));
        if (answer.statusCode() == 401) {
            // Enode did nothing with the request, so it is safe to repeat it.
            answer = send(request.setHeader("Authorization", "Bearer " + accessToken(accessToken)));
        }
        var isRelink = path[path.length - 1].equals("relink");
        if (answer.statusCode() == 404 && !isRelink) return null;
        refuse(answer.statusCode(), new String(answer.body(), UTF_8), isRelink);
        return read(answer);
    }

    /** What Enode refuses because of the user or of the request. */
    private static void refuse(int status, String text, boolean isRelink) {
        if (status == 404) throw new Refusal(404, "Enode has no such asset.");
        if (status == 400 && isRelink && text.contains("already linked")) {
            throw new Refusal(409, "The asset is linked already.");
        }
        if (status == 400 || status == 422) throw new Refusal(400, "Enode refused a value of the request.");
        if (status == 403 && text.contains("Connections limit reached")) {
            throw new Refusal(409, "Enode accepts no more connections.");
        }
        if (status == 409) throw new Refusal(409, "Something else changes the same at Enode.");
    }

    /** One token for all users. While one thread fetches it, the others wait. */
    private String accessToken(String refused) {
        try {
            if (!TOKEN_LOCK.tryLock(timeLeft(), TimeUnit.NANOSECONDS)) throw tooLate();
        } catch (InterruptedException stopped) {
            throw tooLate();
        }
        try {
            if (token == null || token.equals(refused) || System.nanoTime() - tokenExpiresAt >= 0) {
                var client = Server.env("ENODE_CLIENT_ID", "") + ":" + Server.env("ENODE_CLIENT_SECRET", "");
                var request = HttpRequest.newBuilder(URI.create(OAUTH_URL + "/oauth2/token"))
                        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(client.getBytes(UTF_8)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials"));
                var answer = read(send(request));
                var seconds = answer.path("expires_in").asLong(300);
                token = require(answer, "access_token", JsonNode::isTextual).textValue();
                tokenExpiresAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds - Math.min(60, seconds / 10));
            }
            return token;
        } finally {
            TOKEN_LOCK.unlock();
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        var answer = HTTP.sendAsync(request.build(), info -> new LimitedBody());
        try {
            // Until the end of the body. HttpRequest.timeout ends when the headers are there.
            return answer.get(timeLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException late) {
            answer.cancel(true);
            throw tooLate();
        } catch (ExecutionException failure) {
            throw new Refusal(502, "Enode cannot be reached.");
        }
    }

    private static JsonNode read(HttpResponse<byte[]> answer) {
        var status = answer.statusCode();
        if (status == 429 || status == 503) {
            var seconds = answer.headers().firstValue("Retry-After").filter(value -> value.matches("\\d+"));
            throw new Refusal(status, "Enode is busy. Try again later.", seconds.orElse(null));
        }
        if (status != 200) throw new Refusal(502, "Enode's answer " + status + " cannot be used.");
        return parse(answer.body());
    }

    /** A missing node if the bytes are not JSON. */
    static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException malformed) {
            return MissingNode.getInstance();
        }
    }

    /** A property that Enode's answer must have. */
    static JsonNode require(JsonNode answer, String property, Predicate<JsonNode> isOfType) {
        if (answer instanceof ObjectNode object && isOfType.test(object.path(property))) return object.get(property);
        throw unusable();
    }

    static Refusal unusable() {
        return new Refusal(502, "Enode's answer cannot be used.");
    }

    private static String escape(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }

    private long timeLeft() {
        return deadline - System.nanoTime();
    }

    private static Refusal tooLate() {
        return new Refusal(504, "Enode does not answer.");
    }
}

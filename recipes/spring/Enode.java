import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/** Calls Enode. The access token opens every user of the client, so it never leaves this class. */
@Service
public class Enode {
    static final List<String> SCOPES = List.of("vehicle:read:data", "charger:read:data");
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** Link UI's languages. Enode refuses a session with any other. */
    private static final Set<String> LANGUAGES = Set.of(
            "browser", "da-DK", "de-DE", "en-US", "en-GB", "es-ES", "fi-FI", "fr-FR", "it-IT", "ja-JP",
            "lv-LV", "lt-LT", "nb-NO", "nl-NL", "nl-BE", "pl-PL", "pt-PT", "ro-RO", "sv-SE");
    private static final String API_URL = Application.setting("ENODE_API_URL", "https://enode-api.sandbox.enode.io");
    private static final String OAUTH_URL = Application.setting("ENODE_OAUTH_URL", "https://oauth.sandbox.enode.io");

    private final RestTemplate rest = new EnodeRestTemplate();
    private String token;
    private long tokenExpiresAt;

    /** A new Link session for each request, because each works once. */
    JsonNode createLinkSession(String user, ObjectNode page) {
        var link = page.deepCopy().retain("redirectUri", "colorScheme");
        var language = page.path("language").asText();
        link.put("language", LANGUAGES.contains(language) ? language : "browser");
        if (page.has("assetId")) {
            var asset = page.get("assetId").textValue();
            // Enode's relink takes no user: without this check, anybody could sign in to any asset.
            if (!devices(user).contain(asset)) throw new Refusal(HttpStatus.NOT_FOUND, "The user has no such asset.");
            return linkSession(call(HttpMethod.POST, link, "/assets/{asset}/relink", asset));
        }
        link.setAll(page.deepCopy().retain("vendorType", "vendor"));
        var asked = page.has("scopes") ? JSON.convertValue(page.get("scopes"), List.class) : SCOPES;
        link.set("scopes", JSON.valueToTree(SCOPES.stream().filter(asked::contains).toList()));
        return linkSession(call(HttpMethod.POST, link, "/users/{user}/link", user));
    }

    private static JsonNode linkSession(JsonNode answer) {
        var session = JSON.createObjectNode();
        session.set("linkUrl", require(answer, "linkUrl", JsonNode::isTextual));
        return session.set("linkToken", require(answer, "linkToken", JsonNode::isTextual));
    }

    /** Enode does not know a user before the first Link session. */
    JsonNode user(String user) {
        var known = call(HttpMethod.GET, null, "/users/{user}", user);
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

    Devices devices(String user) {
        return new Devices((list, after) -> after == null
                ? call(HttpMethod.GET, null, "/users/{user}/{list}", user, list)
                : call(HttpMethod.GET, null, "/users/{user}/{list}?after={after}", user, list, after));
    }

    /** Calls Enode's API. Null if Enode answers 404. */
    private JsonNode call(HttpMethod method, ObjectNode body, String path, String... ids) {
        // With such an id this would be another address: that of the assets of all users, for example.
        if (Stream.of(ids).anyMatch(Set.of("", ".", "..")::contains)) {
            throw new Refusal(HttpStatus.INTERNAL_SERVER_ERROR, "An id cannot be used in a path.");
        }
        var headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.set("Enode-Version", "2024-10-01");
        var accessToken = accessToken(null);
        headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + accessToken);
        var answer = exchange(method, new HttpEntity<>(body, headers), API_URL + path, ids);
        if (answer.getStatusCodeValue() == 401) {
            // Enode did nothing with the request, so it is safe to repeat it.
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + accessToken(accessToken));
            answer = exchange(method, new HttpEntity<>(body, headers), API_URL + path, ids);
        }
        var isRelink = path.endsWith("/relink");
        if (answer.getStatusCodeValue() == 404 && !isRelink) return null;
        refuse(answer.getStatusCodeValue(), answer.hasBody() ? new String(answer.getBody(), UTF_8) : "", isRelink);
        return read(answer);
    }

    /** What Enode refuses because of the user or of the request. */
    private static void refuse(int status, String text, boolean isRelink) {
        if (status == 404) throw new Refusal(HttpStatus.NOT_FOUND, "Enode has no such asset.");
        if (status == 400 && isRelink && text.contains("already linked")) {
            throw new Refusal(HttpStatus.CONFLICT, "The asset is linked already.");
        }
        if (status == 400 || status == 422) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "Enode refused a value of the request.");
        }
        if (status == 403 && text.contains("Connections limit reached")) {
            throw new Refusal(HttpStatus.CONFLICT, "Enode accepts no more connections.");
        }
        if (status == 409) throw new Refusal(HttpStatus.CONFLICT, "Something else changes the same at Enode.");
    }

    /** One token for all users. While one thread fetches it, the others wait. */
    private synchronized String accessToken(String refused) {
        if (token == null || token.equals(refused) || System.nanoTime() - tokenExpiresAt >= 0) {
            var client = System.getenv("ENODE_CLIENT_ID") + ":" + System.getenv("ENODE_CLIENT_SECRET");
            var basic = Base64.getEncoder().encodeToString(client.getBytes(UTF_8));
            var headers = new HttpHeaders();
            headers.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
            headers.set(HttpHeaders.AUTHORIZATION, "Basic " + basic);
            var request = new HttpEntity<>("grant_type=client_credentials", headers);
            var answer = read(exchange(HttpMethod.POST, request, OAUTH_URL + "/oauth2/token"));
            var seconds = answer.path("expires_in").asLong(300);
            token = require(answer, "access_token", JsonNode::isTextual).textValue();
            tokenExpiresAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds - Math.min(60, seconds / 10));
        }
        return token;
    }

    private ResponseEntity<byte[]> exchange(HttpMethod method, HttpEntity<?> request, String address, String... ids) {
        try {
            return rest.exchange(address, method, request, byte[].class, (Object[]) ids);
        } catch (RestClientException failure) {
            throw new Refusal(HttpStatus.BAD_GATEWAY, "Enode cannot be reached.");
        }
    }

    private static JsonNode read(ResponseEntity<byte[]> answer) {
        var status = answer.getStatusCodeValue();
        if (status == 429 || status == 503) {
            var seconds = answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
            var isNumber = seconds != null && seconds.matches("\\d+");
            throw new Refusal(HttpStatus.valueOf(status), "Enode is busy. Try again later.", isNumber ? seconds : null);
        }
        if (status == 200 && answer.hasBody()) return parse(answer.getBody());
        throw unusable();
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
        return new Refusal(HttpStatus.BAD_GATEWAY, "Enode's answer cannot be used.");
    }
}

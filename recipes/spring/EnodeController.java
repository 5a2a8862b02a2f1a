import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.context.request.async.WebAsyncTask;

/** The endpoints of {@code <enode-link-button>}. docs/own-endpoints.md has the rules that they follow. */
@RestController
public class EnodeController {
    private static final Log LOG = LogFactory.getLog(EnodeController.class);
    private static final int BODY_LIMIT = 16 * 1024;
    private static final int WEBHOOK_LIMIT = 2 * 1024 * 1024;
    private static final int TIME_LIMIT_MS = 9000;
    private static final Pattern REDIRECT_URI =
            Pattern.compile(Pattern.quote(Application.ORIGIN + "/api/enode/callback?enode_link=") + "[\\w-]{22,128}");
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

    /** In your application: a table with a unique key, filled in the transaction that stores the events. */
    private final Set<String> deliveries = ConcurrentHashMap.newKeySet();
    private final Enode enode;

    public EnodeController(Enode enode) {
        this.enode = enode;
    }

    /** The demo's sign-in: anybody can be anybody. Replace it by yours. */
    @PostMapping("/sign-in")
    ResponseEntity<Void> signIn(HttpServletRequest request, @RequestParam("user") String user) {
        request.getSession();
        request.changeSessionId();
        request.getSession().setAttribute("user", user);
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create("/")).build();
    }

    @PostMapping(path = "/api/enode/link-session", consumes = MediaType.APPLICATION_JSON_VALUE)
    WebAsyncTask<ResponseEntity<JsonNode>> linkSession(@SessionAttribute("user") String user, InputStream body)
            throws IOException {
        var page = parsePage(read(body, BODY_LIMIT));
        return inTime(() -> enode.createLinkSession(user, page));
    }

    @GetMapping("/api/enode/user")
    WebAsyncTask<ResponseEntity<JsonNode>> user(@SessionAttribute("user") String user) {
        return inTime(() -> enode.user(user));
    }

    @GetMapping("/api/enode/devices")
    WebAsyncTask<ResponseEntity<Map<String, ?>>> devices(@SessionAttribute("user") String user) {
        return inTime(() -> Map.of("devices", enode.devices(user).all()));
    }

    /** Anybody can open the return page. It only tells the button to read the user again. */
    @GetMapping(path = "/api/enode/callback", produces = "text/html; charset=utf-8")
    ResponseEntity<String> callback() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", RETURN_POLICY)
                .header("Referrer-Policy", "no-referrer")
                .body(RETURN_PAGE);
    }

    /** Enode signs the raw body, waits for five seconds, and repeats the delivery until it gets a 2xx. */
    @PostMapping("/hooks/enode")
    ResponseEntity<Void> webhook(
            InputStream stream,
            @RequestHeader(name = "x-enode-signature", defaultValue = "") String signature,
            @RequestHeader(name = "x-enode-delivery", required = false) String delivery)
            throws IOException, GeneralSecurityException {
        var body = read(stream, WEBHOOK_LIMIT);
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(System.getenv("ENODE_WEBHOOK_SECRET").getBytes(UTF_8), "HmacSHA1"));
        var expected = "sha1=" + HexFormat.of().formatHex(mac.doFinal(body));
        if (!MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8))) {
            throw new Refusal(HttpStatus.UNAUTHORIZED, "The signature does not match the body.");
        }
        var events = Enode.parse(body);
        if (!events.isArray()) throw new Refusal(HttpStatus.BAD_REQUEST, "Send a list of events.");
        if (deliveries.add(delivery == null ? signature : delivery)) {
            events.forEach(event -> LOG.info(event.path("event").asText()));
        }
        return ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build();
    }

    /** All calls to Enode of one request together have nine seconds, and a thread of their own. */
    private static <T> WebAsyncTask<ResponseEntity<T>> inTime(Callable<T> work) {
        Callable<ResponseEntity<T>> answer =
                () -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(work.call());
        var task = new WebAsyncTask<>(TIME_LIMIT_MS, answer);
        task.onTimeout(() -> {
            throw new Refusal(HttpStatus.GATEWAY_TIMEOUT, "Enode does not answer.");
        });
        return task;
    }

    private static byte[] read(InputStream body, int limit) throws IOException {
        var bytes = body.readNBytes(limit + 1);
        if (bytes.length <= limit) return bytes;
        throw new Refusal(HttpStatus.PAYLOAD_TOO_LARGE, "Send at most " + limit + " bytes.");
    }

    /** What a page asks for: at most what SCOPES allow, and no other return page. */
    private static ObjectNode parsePage(byte[] body) {
        if (!(Enode.parse(body) instanceof ObjectNode page) || !page.has("redirectUri")) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "Send a JSON object with redirectUri.");
        }
        page.fields().forEachRemaining(field -> {
            if (isAllowed(field.getKey(), field.getValue())) return;
            throw new Refusal(HttpStatus.BAD_REQUEST, field.getKey() + " has a value that is not allowed.");
        });
        return page;
    }

    private static boolean isAllowed(String field, JsonNode value) {
        var text = value.isTextual() ? value.textValue() : "";
        return switch (field) {
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
    }
}

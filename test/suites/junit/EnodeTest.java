import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Runs the emulator and the back end under test for the tests of a class, with the JDK's HTTP client and Jackson. */
abstract class EnodeTest {
    private static final List<String> EMULATOR =
            List.of("node", "enode-link-button/command.js", "emulator", "--port=0", "--link-port=0");
    /** The command that starts your back end. */
    private static final List<String> HOST = List.of("node", "host.js");
    private static final String PORT = System.getenv().getOrDefault("PORT", "8000");
    private static final String WEBHOOK_SECRET = "secret-of-the-tests";

    protected static final String HOST_URL = "http://localhost:" + PORT;
    protected static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final List<Process> PROGRAMS = new ArrayList<>();
    /** The emulator's addresses and credentials. */
    private static JsonNode enode;

    /** An HTTP client with the session of a user. */
    protected HttpClient anna;

    @BeforeAll
    static void start() throws Exception {
        Process emulator = new ProcessBuilder(EMULATOR).start();
        PROGRAMS.add(emulator);
        // The first line that the emulator prints is JSON.
        enode = JSON.readTree(emulator.inputReader().readLine());

        ProcessBuilder host = new ProcessBuilder(HOST).inheritIO();
        host.environment().putAll(Map.of(
                "PORT", PORT,
                "APP_ORIGIN", HOST_URL,
                "ENODE_OAUTH_URL", text(enode, "oauthUrl"),
                "ENODE_API_URL", text(enode, "apiUrl"),
                "ENODE_CLIENT_ID", text(enode, "clientId"),
                "ENODE_CLIENT_SECRET", text(enode, "clientSecret"),
                "ENODE_WEBHOOK_SECRET", WEBHOOK_SECRET));
        PROGRAMS.add(host.start());
        assertTrue(eventually(EnodeTest::isUp), "Nothing answers at " + HOST_URL);
        createWebhook();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        for (Process program : PROGRAMS) {
            program.destroy();
            program.waitFor();
        }
        PROGRAMS.clear();
    }

    @BeforeEach
    void signIn() throws Exception {
        anna = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        // Sign in as your own users do.
        send(anna, form("/sign-in", "user=anna"));
    }

    /** The emulator forgets all but the webhook. */
    @AfterEach
    void reset() throws Exception {
        control("POST", "/reset", Map.of("keep", List.of("webhooks")));
    }

    /** Sends a control request to the emulator. */
    protected static JsonNode control(String method, String path, Object body) throws Exception {
        HttpResponse<String> answer = send(CLIENT, json(method, text(enode, "apiUrl") + "/emulator" + path, body));
        assertTrue(answer.statusCode() < 300, answer.body());
        return JSON.readTree(answer.body());
    }

    /** A request to the back end, unless the address is a whole one. */
    protected static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(HOST_URL).resolve(url));
    }

    protected static HttpRequest.Builder json(String method, String url, Object body) throws IOException {
        return request(url)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    protected static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    protected static String text(JsonNode node, String field) {
        return node.get(field).asText();
    }

    /** Waits for a condition, such as that a webhook has arrived; returns whether it came true. */
    protected static boolean eventually(Callable<Boolean> condition) throws Exception {
        for (int tries = 0; tries < 100; tries++) {
            if (condition.call()) return true;
            Thread.sleep(100);
        }
        return false;
    }

    private static HttpRequest.Builder form(String url, String body) {
        return request(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    private static boolean isUp() throws Exception {
        try {
            return send(CLIENT, request("/")).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Does what you do once at Enode. */
    private static void createWebhook() throws Exception {
        String client = text(enode, "clientId") + ":" + text(enode, "clientSecret");
        String basic = "Basic " + Base64.getEncoder().encodeToString(client.getBytes());
        String tokenUrl = text(enode, "oauthUrl") + "/oauth2/token";
        HttpResponse<String> token = send(CLIENT,
                form(tokenUrl, "grant_type=client_credentials").header("Authorization", basic));
        String bearer = "Bearer " + text(JSON.readTree(token.body()), "access_token");
        Map<String, String> webhook = Map.of("url", HOST_URL + "/hooks/enode", "secret", WEBHOOK_SECRET);
        HttpResponse<String> answer = send(CLIENT,
                json("POST", text(enode, "apiUrl") + "/webhooks", webhook).header("Authorization", bearer));
        assertEquals(200, answer.statusCode(), answer.body());
    }
}

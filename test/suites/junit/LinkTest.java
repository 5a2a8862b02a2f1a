import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkTest extends EnodeTest {
    /** The redirectUri, as the button sends it. */
    private static final String CALLBACK = HOST_URL + "/api/enode/callback?enode_link=" + "n".repeat(22);

    @Test
    void namesADeviceThatWasLinked() throws Exception {
        JsonNode played = play("complete");
        assertEquals(CALLBACK, text(played, "returnUrl"));
        assertEquals(List.of(text(played, "vendor")), vendors());
        assertEquals(1, played.get("devices").size());
        assertEquals(List.of(played.get("devices").get(0).asText()), devices());
    }

    @Test
    void hasNothingOfAUserWhoLeftEarly() throws Exception {
        JsonNode played = play("exit");
        assertTrue(text(played, "returnUrl").startsWith(CALLBACK + "&error="));
        assertEquals(List.of(), vendors());
        assertEquals(List.of(), devices());
    }

    @Test
    void tellsOfADeviceThatComesLater() throws Exception {
        JsonNode charger = control("POST", "/users/anna/devices", Map.of("vendorType", "charger"));
        assertTrue(eventually(() -> {
            String[] ids = JSON.convertValue(get("/notices"), String[].class);
            return List.of(ids).contains(text(charger, "id"));
        }));
    }

    @Test
    void reportsThatEnodeFails() throws Exception {
        control("PUT", "/faults", Map.of("api", Map.of("status", 503)));
        assertEquals(503, linkSession().statusCode());
    }

    private HttpResponse<String> linkSession() throws Exception {
        Map<String, String> body = Map.of("redirectUri", CALLBACK, "language", "en-US");
        return send(anna, json("POST", "/api/enode/link-session", body));
    }

    /** Starts a Link session, and plays the user in Link UI. */
    private JsonNode play(String as) throws Exception {
        String linkUrl = text(JSON.readTree(linkSession().body()), "linkUrl");
        return control("POST", "/play", Map.of("linkUrl", linkUrl, "as", as));
    }

    private List<String> vendors() throws Exception {
        return get("/api/enode/user").get("linkedVendors").findValuesAsText("vendor");
    }

    private List<String> devices() throws Exception {
        return get("/api/enode/devices").get("devices").findValuesAsText("id");
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(send(anna, request(path)).body());
    }
}

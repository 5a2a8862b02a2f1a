import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The assets of a user: what a page may know of them, and whether one is the user's own. */
class Devices {
    private static final int MOST_PAGES = 20;

    /** In the order of the devices: each type, its list, and its property with the name that the owner chose. */
    private record Type(String name, String list, String ownName) {}

    private static final List<Type> TYPES = List.of(
            new Type("vehicle", "vehicles", "displayName"),
            new Type("charger", "chargers", null),
            new Type("hvac", "hvacs", "displayName"),
            new Type("inverter", "inverters", "siteName"),
            new Type("battery", "batteries", "siteName"),
            new Type("meter", "meters", "siteName"));

    /** Reads one page. Null if Enode answers 404. The first page has no cursor. */
    interface Pages {
        JsonNode read(String list, String after);
    }

    private final Pages pages;

    Devices(Pages pages) {
        this.pages = pages;
    }

    static boolean isInScopes(String type) {
        return Enode.SCOPES.stream().anyMatch(scope -> scope.split(":")[0].equals(type));
    }

    /** All devices of the user, or a failure: a page takes a shorter list for devices that are gone. */
    List<ObjectNode> all() {
        var devices = new LinkedHashMap<String, ObjectNode>();
        TYPES.stream().filter(type -> isInScopes(type.name())).forEach(type -> anyAsset(type, asset -> {
            devices.putIfAbsent(asset.get("id").textValue(), describe(asset, type));
            return false;
        }));
        return List.copyOf(devices.values());
    }

    boolean contain(String id) {
        Enode.Refusal failure = null;
        // All types, because the asset may be older than the scopes.
        for (var type : TYPES) {
            try {
                if (anyAsset(type, asset -> asset.get("id").textValue().equals(id))) return true;
            } catch (Enode.Refusal refusal) {
                if (failure == null) failure = refusal;
            }
        }
        // The asset may be in the list that failed, so its absence is not proven.
        if (failure != null) throw failure;
        return false;
    }

    /** Reads the assets of all pages until one is the wanted one. None if Enode does not know the user. */
    private boolean anyAsset(Type type, Predicate<JsonNode> isWanted) {
        String after = null;
        for (var count = 0; count < MOST_PAGES; count++) {
            var page = pages.read(type.list(), after);
            if (page == null && after == null) return false;
            for (var asset : Enode.require(page, "data", JsonNode::isArray)) {
                Enode.require(asset, "id", JsonNode::isTextual);
                Enode.require(asset, "vendor", JsonNode::isTextual);
                if (isWanted.test(asset)) return true;
            }
            after = text(page.path("pagination"), "after");
            if (after == null) return false;
        }
        throw Enode.unusable();
    }

    /** What a page may know of an asset: no serial number and no location. */
    private static ObjectNode describe(JsonNode asset, Type type) {
        var about = asset.path("information");
        var brand = text(about, "brand");
        var model = text(about, "model");
        var vendor = asset.get("vendor").textValue();
        var chosen = type.ownName() == null ? null : text(about, type.ownName());
        var name = Stream.of(chosen, brandAndModel(brand, model)).filter(Objects::nonNull).findFirst();
        var isReachable = asset.path("isReachable");
        return Enode.JSON.createObjectNode()
                .put("id", asset.get("id").textValue())
                .put("vendor", vendor)
                .put("vendorType", type.name())
                .put("name", name.orElse(vendor))
                .put("brand", brand)
                .put("model", model)
                .put("isReachable", isReachable.isBoolean() ? (Boolean) isReachable.booleanValue() : null);
    }

    private static String brandAndModel(String brand, String model) {
        if (brand == null || model == null) return brand == null ? model : brand;
        // Some models begin with their brand: "TESLA Wall Connector".
        var begins = model.regionMatches(true, 0, brand, 0, brand.length())
                && (model.length() == brand.length() || !Character.isLetterOrDigit(model.codePointAt(brand.length())));
        return begins ? model : brand + " " + model;
    }

    /** The text without spaces around it. Null if there is none, or nothing is left. */
    private static String text(JsonNode object, String property) {
        var value = object.path(property);
        var text = value.isTextual() ? value.textValue().strip() : "";
        return text.isEmpty() ? null : text;
    }
}

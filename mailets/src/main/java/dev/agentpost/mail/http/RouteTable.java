package dev.agentpost.mail.http;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;

/** All routes of the listener. Immutable. */
public final class RouteTable {
    private static final Splitter SEGMENTS = Splitter.on('/');

    /** What stands at a path. */
    public sealed interface Match {}

    public record Found(HttpRoute route, Map<String, String> pathParameters) implements Match {}

    public record Nothing() implements Match {}

    /** @param allowed methods between commas */
    public record OtherMethods(String allowed) implements Match {}

    private record Place(List<String> segments, boolean ignoresCase, Map<HttpMethod, HttpRoute> routes) {}

    private final Map<String, Place> plain = new HashMap<>();
    private final List<Place> templates = new ArrayList<>();

    @Inject
    public RouteTable(Set<HttpRoutes> features) {
        features.stream().flatMap(feature -> feature.routes().stream()).forEach(this::add);
    }

    private void add(HttpRoute route) {
        Place place = plain.computeIfAbsent(route.path(), path -> {
            Place made = new Place(SEGMENTS.splitToList(path), route.ignoresCase(), new EnumMap<>(HttpMethod.class));
            if (path.contains("{") || route.ignoresCase()) {
                templates.add(made);
            }
            return made;
        });
        if (place.routes().putIfAbsent(route.method(), route) != null) {
            throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
        }
    }

    public Collection<HttpRoute> routes() {
        return plain.values().stream()
                .flatMap(place -> place.routes().values().stream())
                .toList();
    }

    /** @param method any; HEAD is looked up as GET */
    public Match find(String method, String path) {
        Place exact = path.contains("{") ? null : plain.get(path);
        if (exact != null) {
            return match(exact, method, Map.of());
        }
        List<String> segments = SEGMENTS.splitToList(path);
        for (Place template : templates) {
            Optional<Map<String, String>> parameters = bind(template, segments);
            if (parameters.isPresent()) {
                return match(template, method, parameters.get());
            }
        }
        return new Nothing();
    }

    private static Match match(Place place, String method, Map<String, String> parameters) {
        String wanted = method.equals("HEAD") ? HttpMethod.GET.name() : method;
        return place.routes().values().stream()
                .filter(route -> route.method().name().equals(wanted))
                .findFirst()
                .<Match>map(route -> new Found(route, parameters))
                .orElseGet(() -> new OtherMethods(allowed(place)));
    }

    private static String allowed(Place place) {
        List<String> methods = new ArrayList<>();
        for (HttpMethod method : place.routes().keySet()) {
            methods.add(method.name());
            if (method == HttpMethod.GET) {
                methods.add("HEAD");
            }
        }
        return String.join(", ", methods);
    }

    private static Optional<Map<String, String>> bind(Place template, List<String> segments) {
        if (template.segments().size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = template.segments().get(i);
            if (expected.startsWith("{")) {
                parameters.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!(template.ignoresCase()
                    ? expected.equalsIgnoreCase(segments.get(i))
                    : expected.equals(segments.get(i)))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }
}

package dev.agentpost.mail.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** An OpenAPI 3.1 description, whose schemas are JSON Schema 2020-12. */
public final class OpenApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private static final Splitter SEGMENTS = Splitter.on('/');

    private final JsonNode description;

    public OpenApi(JsonNode description) {
        this.description = description;
    }

    public static OpenApi parse(String text) {
        return new OpenApi(json(text));
    }

    public static OpenApi ofAdminRoutes() {
        try {
            return parse(Resources.toString(
                    Resources.getResource("dev/agentpost/mail/admin/webadmin/openapi.json"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Verb and path of each operation. */
    public Set<String> operations() {
        Set<String> all = new TreeSet<>();
        description.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return all;
    }

    /** That the answer is one that the description has for the operation: its status, headers and body. */
    public void assertDescribes(String method, String path, HttpResponse<String> answer) {
        JsonNode response = resolved(description
                .path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(answer.statusCode())));
        assertThat(response.isMissingNode())
                .as("%s %s answers %s, which is not described", method, path, answer.statusCode())
                .isFalse();
        response.path("headers").fields().forEachRemaining(header -> assertThat(
                        answer.headers().firstValue(header.getKey()))
                .as("header %s", header.getKey())
                .isPresent());
        if (response.has("content")) {
            String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
            JsonNode content = response.path("content").path(type);
            assertThat(content.isMissingNode())
                    .as("content type %s of %s", type, path)
                    .isFalse();
            JsonNode body = type.equals("application/json") ? json(answer.body()) : TextNode.valueOf(answer.body());
            assertValid(content.path("schema"), body);
        }
    }

    /** As above, for JSON whatever it is called; what is asked on no path of the description is not looked at. */
    public void assertDescribes(String method, String rawPath, int status, JsonNode body) {
        template(rawPath).ifPresent(path -> {
            JsonNode responses = description
                    .path("paths")
                    .path(path)
                    .path(method.toLowerCase(Locale.ROOT))
                    .path("responses");
            if (responses.isMissingNode()) {
                return;
            }
            JsonNode response = responses.path(responses.has("" + status) || status < 400 ? "" + status : "default");
            assertThat(response.isMissingNode())
                    .as("%s %s answers %s, which is not described", method, path, status)
                    .isFalse();
            JsonNode schema = response.at("/content/application~1json/schema");
            assertThat(body.isMissingNode())
                    .as("%s %s answers %s", method, path, status)
                    .isEqualTo(schema.isMissingNode());
            if (!schema.isMissingNode()) {
                assertValid(schema, body);
            }
        });
    }

    private Optional<String> template(String rawPath) {
        List<String> segments = SEGMENTS.splitToList(rawPath);
        List<String> paths = new ArrayList<>();
        description.path("paths").fieldNames().forEachRemaining(paths::add);
        return paths.stream()
                .filter(path -> fits(SEGMENTS.splitToList(path), segments))
                .findFirst();
    }

    private static boolean fits(List<String> template, List<String> segments) {
        return template.size() == segments.size()
                && IntStream.range(0, template.size())
                        .allMatch(i -> template.get(i).startsWith("{")
                                || template.get(i).equals(segments.get(i)));
    }

    private void assertValid(JsonNode schema, JsonNode body) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", description.path("components"));
        assertThat(SCHEMAS.getSchema(whole).validate(body)).as("%s", body).isEmpty();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

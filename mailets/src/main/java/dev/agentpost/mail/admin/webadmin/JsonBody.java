package dev.agentpost.mail.admin.webadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import spark.Request;

/** The JSON object that a request carries. Every complaint is an {@link AdminError} that names the field. */
public final class JsonBody {
    public static final int MAX_BYTES = 256 * 1024;

    /** Of a larger body: who still sends when the connection ends does not see the answer. */
    private static final int DISCARDED_BYTES = 1024 * 1024;

    private final JsonNode object;
    /** Before the names of fields in complaints; empty for those of the body itself. */
    private final String path;

    private JsonBody(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** @throws AdminError when the body is too large, is no JSON object, or has a field that is not among these */
    public static JsonBody read(Request request, String... fields) {
        JsonNode object = parse(bytes(request));
        if (object == null || !object.isObject()) {
            throw AdminError.badRequest("The request body must be a JSON object");
        }
        return new JsonBody(object, "").knowing(fields);
    }

    private JsonBody knowing(String... fields) {
        Set<String> known = Set.of(fields);
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw badField(printable(name), "unknown field; known are " + String.join(", ", List.of(fields)));
            }
        }
        return this;
    }

    // Spark keeps a whole body in memory once it is touched, unless it is chunked: so the length is looked at first
    private static byte[] bytes(Request request) {
        long length = request.raw().getContentLengthLong();
        if (length > MAX_BYTES + DISCARDED_BYTES) {
            throw AdminError.tooLarge(MAX_BYTES);
        }
        try {
            InputStream body = request.raw().getInputStream();
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                ByteStreams.exhaust(ByteStreams.limit(body, DISCARDED_BYTES));
                throw AdminError.tooLarge(MAX_BYTES);
            }
            return bytes;
        } catch (IOException e) {
            throw AdminError.badRequest("The request body could not be read");
        }
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return Json.read(bytes);
        } catch (IOException e) {
            throw AdminError.badRequest("The request body is not valid JSON");
        }
    }

    /** Text of the caller that may stand in an answer: of bounded length and without control characters. */
    public static String printable(String name) {
        String start = name.length() > 100 ? name.substring(0, 100) : name;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    /** For a value that this class finds no fault with. */
    public AdminError badField(String field, String problem) {
        return AdminError.badField(path + field, problem);
    }

    public boolean has(String field) {
        return object.has(field);
    }

    public String requiredText(String field) {
        return optionalText(field).orElseThrow(() -> badField(field, "is required"));
    }

    /** Empty when the field is absent or null. */
    public Optional<String> optionalText(String field) {
        return value(field).map(node -> text(field, node));
    }

    /** Empty when the field is absent; null is refused. */
    public Optional<String> optionalTextNotNull(String field) {
        checkNotNull(field);
        return optionalText(field);
    }

    /** Empty when the field is absent; null is refused. */
    public Optional<Boolean> optionalBooleanNotNull(String field) {
        checkNotNull(field);
        return value(field).map(node -> {
            if (!node.isBoolean()) {
                throw badField(field, "must be true or false");
            }
            return node.booleanValue();
        });
    }

    /** Empty when the field is absent or null. */
    public Optional<Integer> optionalInteger(String field) {
        return value(field).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                throw badField(field, "must be a whole number");
            }
            return node.intValue();
        });
    }

    public int requiredInteger(String field) {
        return optionalInteger(field).orElseThrow(() -> badField(field, "is required"));
    }

    /**
     * Empty when the field is absent or null. Complaints about a field of the second object name it as {@code
     * list[1].field}.
     */
    public Optional<List<JsonBody>> optionalObjects(String field, String... knownFields) {
        return value(field).map(node -> {
            if (!node.isArray()) {
                throw badField(field, "must be a list of objects");
            }
            List<JsonBody> objects = new ArrayList<>();
            for (JsonNode element : node) {
                String name = field + "[" + objects.size() + "]";
                if (!element.isObject()) {
                    throw badField(name, "must be an object");
                }
                objects.add(new JsonBody(element, path + name + ".").knowing(knownFields));
            }
            return List.copyOf(objects);
        });
    }

    /** Empty when the field is absent or null. */
    public Optional<List<String>> optionalTexts(String field) {
        return value(field).map(node -> {
            if (!node.isArray()) {
                throw badField(field, "must be a list of strings");
            }
            List<String> texts = new ArrayList<>();
            node.forEach(element -> texts.add(text(field, element)));
            return List.copyOf(texts);
        });
    }

    private Optional<JsonNode> value(String field) {
        return Optional.ofNullable(object.get(field)).filter(node -> !node.isNull());
    }

    private void checkNotNull(String field) {
        if (object.hasNonNull(field) || !object.has(field)) {
            return;
        }
        throw badField(field, "must not be null");
    }

    private String text(String field, JsonNode node) {
        if (!node.isTextual()) {
            throw badField(field, node.isContainerNode() ? "must be a string" : "must be a string, quoted");
        }
        return node.textValue();
    }
}

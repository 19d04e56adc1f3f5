package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.admin.AdminToken;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Speaks to the admin routes of a server. */
public final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    // the server gives itself ten minutes at most
    private static final Duration PATIENCE = Duration.ofMinutes(11);

    private static final Duration TASK_POLL = Duration.ofMillis(300);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    private final String baseUrl;
    private final AdminToken token;

    /** @param baseUrl where the admin routes begin, such as {@code http://127.0.0.1:8000} */
    public AdminClient(URI baseUrl, AdminToken token) {
        this.baseUrl = baseUrl.toString().replaceAll("/+$", "");
        this.token = token;
    }

    public JsonNode get(String... path) throws AdminFailure {
        return send("GET", path(List.of(path)), BodyPublishers.noBody(), ANSWER_LIMIT);
    }

    /** How the server finds itself: an answer also when it is not well. */
    public JsonNode health() throws AdminFailure {
        return parse(exchange(request("GET", "/healthcheck", BodyPublishers.noBody(), ANSWER_LIMIT))
                .body());
    }

    public JsonNode post(JsonNode body, String... path) throws AdminFailure {
        return send("POST", path(List.of(path)), BodyPublishers.ofString(body.toString()), ANSWER_LIMIT);
    }

    /** For what takes the server minutes. */
    JsonNode postPatiently(JsonNode body, String... path) throws AdminFailure {
        return send("POST", path(List.of(path)), BodyPublishers.ofString(body.toString()), PATIENCE);
    }

    public JsonNode put(JsonNode body, String... path) throws AdminFailure {
        return send("PUT", path(List.of(path)), BodyPublishers.ofString(body.toString()), ANSWER_LIMIT);
    }

    public JsonNode patch(JsonNode body, String... path) throws AdminFailure {
        return send("PATCH", path(List.of(path)), BodyPublishers.ofString(body.toString()), ANSWER_LIMIT);
    }

    public void delete(String... path) throws AdminFailure {
        send("DELETE", path(List.of(path)), BodyPublishers.noBody(), PATIENCE);
    }

    /**
     * Waits for a task of the server, however long it takes.
     *
     * @param submitted what the server answered when it took the task on
     * @return the task as it ended
     */
    public JsonNode awaitTask(JsonNode submitted) throws AdminFailure {
        String id = submitted.path("taskId").asText();
        while (true) {
            JsonNode task = get("tasks", id);
            switch (task.path("status").asText()) {
                case "completed" -> {
                    return task;
                }
                case "failed", "canceled" ->
                    throw AdminFailure.refused(
                            "the task " + id + " " + task.path("status").asText() + "; the server's log says why");
                default -> LockSupport.parkNanos(TASK_POLL.toNanos());
            }
        }
    }

    /** The first items of a list. */
    public JsonNode firstOf(int limit, String... path) throws AdminFailure {
        return send("GET", path(List.of(path)) + "?limit=" + limit, BodyPublishers.noBody(), ANSWER_LIMIT)
                .path("items");
    }

    /** One page of a list. */
    public JsonNode page(Map<String, String> query, String... path) throws AdminFailure {
        String parameters = query.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send("GET", path(List.of(path)) + "?" + parameters, BodyPublishers.noBody(), ANSWER_LIMIT);
    }

    /** All items of a list, page after page. */
    public List<JsonNode> list(String... path) throws AdminFailure {
        return list(Map.of(), path);
    }

    /** As {@link #list(String...)}, of those that the parameters select. */
    public List<JsonNode> list(Map<String, String> parameters, String... path) throws AdminFailure {
        List<JsonNode> items = new ArrayList<>();
        String first = "?limit=1000"
                + parameters.entrySet().stream()
                        .map(parameter -> "&" + parameter.getKey() + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining());
        String query = first;
        while (true) {
            JsonNode page = send("GET", path(List.of(path)) + query, BodyPublishers.noBody(), ANSWER_LIMIT);
            page.path("items").forEach(items::add);
            if (!page.hasNonNull("next")) {
                return items;
            }
            query = first + "&after=" + encoded(page.get("next").asText());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode send(String method, String pathAndQuery, BodyPublisher body, Duration limit) throws AdminFailure {
        HttpResponse<String> response = exchange(request(method, pathAndQuery, body, limit));
        JsonNode answer = parse(response.body());
        if (response.statusCode() / 100 == 2) {
            return answer;
        }
        if (response.statusCode() == 401) {
            throw AdminFailure.unreachable("the server at " + baseUrl + " does not accept this admin token");
        }
        String reason = Stream.of(answer.path("message"), answer.path("details"))
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("the server answered " + response.statusCode());
        throw switch (response.statusCode()) {
            case 404 -> AdminFailure.notFound(reason);
            case 409 -> AdminFailure.conflict(reason);
            default -> AdminFailure.refused(reason);
        };
    }

    private HttpRequest request(String method, String pathAndQuery, BodyPublisher body, Duration limit)
            throws AdminFailure {
        try {
            return HttpRequest.newBuilder(URI.create(baseUrl + pathAndQuery))
                    .method(method, body)
                    .header("Authorization", "Bearer " + token.reveal())
                    .header("Content-Type", "application/json")
                    .timeout(limit)
                    .build();
        } catch (IllegalArgumentException e) {
            throw AdminFailure.usage(baseUrl + " is not an HTTP URL");
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) throws AdminFailure {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (HttpTimeoutException e) {
            throw AdminFailure.unreachable("the server at " + baseUrl + " does not answer in time");
        } catch (ConnectException e) {
            throw AdminFailure.unreachable("no server answers at " + baseUrl);
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw AdminFailure.unreachable("interrupted while waiting for the server at " + baseUrl);
        } catch (IOException e) {
            throw AdminFailure.unreachable("the connection to " + baseUrl + " failed: " + e.getMessage());
        }
    }

    private JsonNode parse(String body) throws AdminFailure {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw AdminFailure.unreachable("what answers at " + baseUrl + " is not an AgentPost Mail server");
        }
    }

    private static String path(List<String> segments) {
        return segments.stream()
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/", "/", ""));
    }
}

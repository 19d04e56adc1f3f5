package dev.agentpost.mail.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Flux;

/**
 * What a route answers. The listener adds what every answer carries (see {@code SecurityHeaders}), unless the route says it
 * otherwise.
 *
 * @param headers by name
 */
public record HttpAnswer(int status, Map<String, String> headers, Body body) {

    public sealed interface Body {}

    public record Bytes(byte[] content) implements Body {}

    /**
     * Sent as it comes, no faster than the client takes it. A failure cuts the connection, so that the client does not take
     * the part for the whole.
     */
    public record Stream(Flux<byte[]> chunks) implements Body {}

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    public static HttpAnswer bytes(int status, String contentType, byte[] content) {
        return new HttpAnswer(status, Map.of("Content-Type", contentType), new Bytes(content));
    }

    public static HttpAnswer text(int status, String contentType, String content) {
        return bytes(status, contentType, content.getBytes(StandardCharsets.UTF_8));
    }

    /** @param value as Jackson writes it */
    public static HttpAnswer json(int status, Object value) {
        return bytes(status, "application/json", HttpJson.write(value));
    }

    public static HttpAnswer stream(String contentType, Flux<byte[]> chunks) {
        return new HttpAnswer(200, Map.of("Content-Type", contentType), new Stream(chunks));
    }

    public HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, more, body);
    }
}

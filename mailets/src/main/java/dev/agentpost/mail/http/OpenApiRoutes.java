package dev.agentpost.mail.http;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import reactor.core.publisher.Mono;

/** {@code /api/v1/openapi.json}: what is served here, as OpenAPI 3.1. */
public final class OpenApiRoutes implements HttpRoutes {
    public static final String PATH = "/api/v1/openapi.json";

    private final byte[] description = read();

    @Override
    public List<HttpRoute> routes() {
        return List.of(
                HttpRoute.get(PATH, request -> Mono.just(HttpAnswer.bytes(200, "application/json", description))));
    }

    private static byte[] read() {
        try {
            return Resources.toByteArray(Resources.getResource(OpenApiRoutes.class, "openapi.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

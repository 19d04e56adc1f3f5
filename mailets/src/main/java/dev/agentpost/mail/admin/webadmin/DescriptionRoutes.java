package dev.agentpost.mail.admin.webadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Service;

/** {@code /openapi.json}: our admin routes, as OpenAPI 3.1. */
public final class DescriptionRoutes implements Routes {
    private static final String PATH = "/openapi.json";

    private final JsonNode description = read();

    @Override
    public String getBasePath() {
        return PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, new AdminRoute(request -> Mono.just(Answer.ok(description))));
    }

    private static JsonNode read() {
        try {
            return Json.read(Resources.toByteArray(Resources.getResource(DescriptionRoutes.class, "openapi.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

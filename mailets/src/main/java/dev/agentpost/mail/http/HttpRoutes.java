package dev.agentpost.mail.http;

import java.util.List;

/** The routes that a feature contributes to the public listener; each stands in {@code openapi.json} as well. */
public interface HttpRoutes {
    List<HttpRoute> routes();
}

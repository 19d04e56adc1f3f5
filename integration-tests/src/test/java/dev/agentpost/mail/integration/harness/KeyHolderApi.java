package dev.agentpost.mail.integration.harness;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The public HTTP listener, asked with a key or without. */
public final class KeyHolderApi {
    public static final String EXPORT = "/api/v1/inboxes/credentials/export";
    public static final String ME = "/api/v1/me";

    private final int port;

    public KeyHolderApi(RunningServer server) {
        this.port = server.apiPort();
    }

    public String url(String path) {
        return "http://localhost:" + port + path;
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Http.send(request, BodyHandlers.ofString());
    }

    public HttpResponse<String> getAs(String key, String path) {
        return get(path, "Authorization", "Bearer " + key);
    }
}

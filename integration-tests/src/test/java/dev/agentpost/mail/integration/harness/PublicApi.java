package dev.agentpost.mail.integration.harness;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The HTTP listener for everybody, without a key. */
public final class PublicApi {
    private final int port;

    PublicApi(int port) {
        this.port = port;
    }

    /** @param path with the query */
    public String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** The answer whatever its status. */
    public HttpResponse<String> get(String path) {
        return Http.send(request(path).GET(), BodyHandlers.ofString());
    }

    public byte[] bytes(String path) {
        return Http.send(request(path).GET(), BodyHandlers.ofByteArray()).body();
    }

    /** The answer whatever its status. */
    public HttpResponse<String> post(String path, String xml) {
        return Http.send(
                request(path).header("Content-Type", "text/xml").POST(BodyPublishers.ofString(xml)),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)));
    }
}
